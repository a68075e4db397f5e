using System.Globalization;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Topology;

/// <summary>
/// Security rules as text: a protocol (<c>all</c>, <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c> or its number), for
/// tcp and udp a port or a range of ports if not all, and a block or <c>group:NAME</c>: <c>tcp 80 0.0.0.0/0</c>.
/// </summary>
internal static class RuleText
{
    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is no rule.</exception>
    public static SecurityRule Read(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (2 or 3) || Protocol(words[0]) is not { } protocol || (words.Length == 3 && protocol is not (6 or 17)))
        {
            throw Wrong(text);
        }

        var (from, to) = words.Length == 3 ? Ports(words[1], text) : (-1, -1);
        if (words[^1].StartsWith("group:", StringComparison.Ordinal))
        {
            return new(protocol, from, to, null, Ids.Of("sg", words[^1]["group:".Length..]));
        }

        return Cidr.TryParse(words[^1], out var block) ? new(protocol, from, to, block, null) : throw Wrong(text);
    }

    private static int? Protocol(string word) => word switch
    {
        "all" => SecurityRule.AnyProtocol,
        "tcp" => 6,
        "udp" => 17,
        "icmp" => 1,
        "icmpv6" => 58,
        _ => byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static (int From, int To) Ports(string word, string text)
    {
        var ends = word.Split('-');
        return ends.Length <= 2
            && ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            ? (from, to)
            : throw Wrong(text);
    }

    private static FormatException Wrong(string text) => new(
        $"'{text}' is no security rule. Write a protocol, ports where it has some, and a block or a group: 'tcp 80 0.0.0.0/0', '4 10.0.0.0/16', 'all group:default'.");
}
