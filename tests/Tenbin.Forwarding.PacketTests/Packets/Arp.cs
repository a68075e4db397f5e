using System.Buffers.Binary;
using System.Net;
using Tenbin.Linux;

namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>ARP for IPv4 over Ethernet (RFC 826).</summary>
internal static class Arp
{
    public const ushort Request = 1, Reply = 2;

    public static byte[] Frame(Macs macs, ushort operation, IPAddress sender, IPAddress target)
    {
        var arp = new byte[28];
        BinaryPrimitives.WriteUInt16BigEndian(arp, 1);
        BinaryPrimitives.WriteUInt16BigEndian(arp.AsSpan(2), 0x0800);
        (arp[4], arp[5]) = (MacAddress.Size, 4);
        BinaryPrimitives.WriteUInt16BigEndian(arp.AsSpan(6), operation);
        macs.From.CopyTo(arp.AsSpan(8));
        sender.GetAddressBytes().CopyTo(arp, 14);
        target.GetAddressBytes().CopyTo(arp, 24);
        var frame = Ethernet.Frame(macs, isV6: false, arp);
        (frame[12], frame[13]) = (0x08, 0x06);
        return frame;
    }
}
