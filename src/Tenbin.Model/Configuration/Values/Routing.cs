using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Values of routes and rules.</summary>
internal static class Routing
{
    private const int LocalTable = 255;

    /// <summary><c>main</c>, or the number of a routing table; null after an error was reported.</summary>
    public static int? Table(this Value value)
    {
        if (value.Text("100") is not { } text)
        {
            return null;
        }

        if (text == "main")
        {
            return GroupRoute.MainTable;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number != LocalTable)
        {
            return number;
        }

        value.Fail(number == LocalTable
            ? "is the kernel's own table of this machine's addresses; give another number, e.g. 100"
            : $"must be main or a whole number from 1 to {Numbers.Format(int.MaxValue)}; the names in rt_tables are each machine's own");
        return null;
    }

    /// <summary><c>16</c>, <c>0x10</c>, <c>0x10/0xff</c>; null after an error was reported.</summary>
    public static FirewallMark? Mark(this Value value)
    {
        if (value.Text("0x10") is not { } text)
        {
            return null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (mark, mask) = (Bits(slash < 0 ? text : text[..slash]), slash < 0 ? uint.MaxValue : Bits(text[(slash + 1)..]));
        if (mark is null || mask is null)
        {
            value.Fail("is not a firewall mark; write e.g. 16, 0x10 or, where only some bits count, 0x10/0xff");
            return null;
        }

        if (mask == 0 || (mark & ~mask) != 0)
        {
            value.Fail("asks for bits that its mask leaves out, so that no packet would fit; widen the mask behind '/'");
            return null;
        }

        return new FirewallMark(mark.Value, mask.Value);
    }

    /// <summary>A network, or <c>default</c>, the prefix length 0 of the family that <paramref name="like"/> has; null after an error was reported.</summary>
    public static IPNetwork? Destination(this Value value, IPAddress? like)
    {
        if (value.Text("default") is not { } text)
        {
            return null;
        }

        if (text == "default")
        {
            if (like is null)
            {
                value.Fail("may be of IPv4 or IPv6; write 0.0.0.0/0 or ::/0, or give 'via'");
                return null;
            }

            return new IPNetwork(like.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        }

        return value.Network();
    }

    private static uint? Bits(string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.Ordinal);
        return uint.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            ? bits
            : null;
    }
}
