using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
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
