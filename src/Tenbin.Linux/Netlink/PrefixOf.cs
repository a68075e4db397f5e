using System.Net;

namespace Tenbin.Linux.Netlink;

/// <summary>Networks as rtnetlink tells them: an address, left out where it is zero, and the length of its prefix.</summary>
internal static class PrefixOf
{
    /// <summary>The zero address of a family; null for other families than IPv4 and IPv6.</summary>
    public static IPAddress? Nothing(byte family) => family switch
    {
        2 => IPAddress.Any,
        10 => IPAddress.IPv6Any,
        _ => null,
    };

    /// <summary>Null when no such network can be.</summary>
    public static IPNetwork? Find(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        if (length > bytes.Length * 8)
        {
            return null;
        }

        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }
}
