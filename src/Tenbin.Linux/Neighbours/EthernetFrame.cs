using System.Buffers.Binary;

namespace Tenbin.Linux.Neighbours;

/// <summary>The Ethernet header.</summary>
internal static class EthernetFrame
{
    public const int HeaderSize = 14;
    public const ushort Arp = 0x0806, IPv4 = 0x0800, IPv6 = 0x86dd, Every = 3;

    public static void WriteHeader(Span<byte> frame, ReadOnlySpan<byte> to, MacAddress from, ushort type)
    {
        to.CopyTo(frame);
        from.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], type);
    }
}
