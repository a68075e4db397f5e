using System.Globalization;
using System.Net;

namespace Tenbin.Lab.Cloud.Addressing;

/// <summary>A block of addresses.</summary>
/// <param name="Network">Its first address.</param>
/// <param name="Length">Bits of the prefix, 0–32 or 0–128.</param>
public readonly record struct Cidr(Ip Network, int Length)
{
    /// <summary>Reads <c>172.18.1.0/24</c>.</summary>
    /// <exception cref="FormatException">No block of addresses.</exception>
    public static Cidr Parse(string text) =>
        TryParse(text, out var cidr) ? cidr : throw new FormatException($"'{text}' is no block of addresses such as 172.18.1.0/24");

    public static bool TryParse(string text, out Cidr cidr)
    {
        var valid = IPNetwork.TryParse(text, out var network);
        cidr = valid ? new(Ip.From(network.BaseAddress), network.PrefixLength) : default;
        return valid;
    }

    /// <summary>The one address alone.</summary>
    public static Cidr Of(Ip address) => new(address, address.IsV4 ? 32 : 128);

    public bool Contains(Ip address)
    {
        if (address.IsV4 != Network.IsV4)
        {
            return false;
        }

        var free = (Network.IsV4 ? 32 : 128) - Length;
        return free == 128 || (address.Bits ^ Network.Bits) >> free == 0;
    }

    /// <summary>Whether all of <paramref name="other"/> lies inside.</summary>
    public bool Covers(Cidr other) => other.Length >= Length && Contains(other.Network);

    /// <summary>0.0.0.0/0 or ::/0.</summary>
    public bool IsEverything => Length == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{Length}");
}
