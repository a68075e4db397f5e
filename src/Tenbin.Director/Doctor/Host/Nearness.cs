using System.Net;
using Tenbin.Linux.Netlink;

namespace Tenbin.Director.Doctor.Host;

/// <summary>Which addresses are of one network. Pure.</summary>
internal static class Nearness
{
    /// <summary>The address is in the network of an interface's own.</summary>
    public static bool Reaches(InterfaceAddress own, IPAddress address) =>
        own.Address.AddressFamily == address.AddressFamily && Begin(own.Address, own.PrefixLength).AsSpan().SequenceEqual(Begin(address, own.PrefixLength));

    /// <summary>Only in one cloud or company: RFC 1918, RFC 4193.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 16
            ? (bytes[0] & 0xfe) == 0xfc
            : bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168);
    }

    private static byte[] Begin(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return bytes;
    }
}
