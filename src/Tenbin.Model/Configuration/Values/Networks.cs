using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Networks in CIDR notation; a plain address is a network of one.</summary>
internal static class Networks
{
    /// <summary>Null after an error was reported.</summary>
    public static IPNetwork? Network(this Value value)
    {
        const string Example = "203.0.113.0/24";
        if (value.Text(Example) is not { } text)
        {
            return null;
        }

        if (!TryParse(text, out var address, out var length, out var problem))
        {
            value.Fail(problem);
            return null;
        }

        var network = NetworkOf(address, length);
        if (!network.BaseAddress.Equals(address))
        {
            value.Fail($"has bits set behind its prefix; {(value.IsSubstituted ? "give the network's own address" : $"the network is {network}")}");
            return null;
        }

        return network;
    }

    /// <summary>An address of a machine and the length of its network's prefix: <c>172.18.1.199/24</c>; null after an error was reported.</summary>
    public static (IPAddress Address, int PrefixLength)? AddressInNetwork(this Value value, string example)
    {
        if (value.Text(example) is not { } text)
        {
            return null;
        }

        if (!text.Contains('/', StringComparison.Ordinal))
        {
            value.Fail($"names no prefix length; write that of its network behind it, e.g. {example}");
            return null;
        }

        if (!TryParse(text, out var address, out var length, out var problem)
            || (problem = Addresses.WhyUnfit(address) ?? WhyNoMachine(address, length)) is not null)
        {
            value.Fail(problem);
            return null;
        }

        return (address, length);
    }

    private static string? WhyNoMachine(IPAddress address, int length)
    {
        if (length == 0)
        {
            return "has the prefix length 0, which makes every machine a neighbour; write that of its network";
        }

        // RFC 3021: a /31 has neither.
        if (address.AddressFamily != AddressFamily.InterNetwork || length > 30)
        {
            return null;
        }

        var host = BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()) << length >> length;
        return host == 0 ? "is the address of the network itself; give one of a machine in it"
            : host == uint.MaxValue >> length ? "is the broadcast address of its network; give one of a machine in it"
            : null;
    }

    private static bool TryParse(
        string text, [NotNullWhen(true)] out IPAddress? address, out int length, [NotNullWhen(false)] out string? problem)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        length = 0;
        if (!Addresses.TryParse(slash < 0 ? text : text[..slash], out address, out problem))
        {
            return false;
        }

        var longest = address.GetAddressBytes().Length * 8;
        if (slash < 0)
        {
            length = longest;
        }
        else if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > longest)
        {
            problem = $"has no valid prefix length behind '/'; it must be a number from 0 to {longest}";
        }

        return problem is null;
    }

    private static IPNetwork NetworkOf(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }
}
