using System.Buffers.Binary;
using System.Net;

namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>What a receiver reads out of a frame of TCP or UDP without extension headers; checksums judged from scratch.</summary>
internal sealed record ReceivedPacket(
    IPAddress Source, IPAddress Destination, byte Ttl, byte Protocol, bool IsFragment, int Layer4At, bool IpChecksumHolds, bool Layer4ChecksumHolds)
{
    private const int Layer3 = Ethernet.HeaderLength;

    public static ReceivedPacket Parse(byte[] frame)
    {
        var ip = frame.AsSpan(Layer3);
        var isV6 = ip[0] >> 4 == 6;
        var headerLength = isV6 ? 40 : (ip[0] & 0xf) * 4;
        var length = BinaryPrimitives.ReadUInt16BigEndian(ip[(isV6 ? 4 : 2)..]) + (isV6 ? 40 : 0);
        var protocol = ip[isV6 ? 6 : 9];
        var source = new IPAddress(isV6 ? ip[8..24] : ip[12..16]);
        var destination = new IPAddress(isV6 ? ip[24..40] : ip[16..20]);
        var layer4 = ip[headerLength..length].ToArray();
        return new ReceivedPacket(
            source, destination, ip[isV6 ? 7 : 8], protocol, !isV6 && (BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & 0x3fff) != 0, Layer3 + headerLength,
            isV6 || InternetChecksum.Of(ip[..headerLength].ToArray()) == 0,
            HasNoChecksum(protocol, layer4) ||
            InternetChecksum.Of(Ip.PseudoHeader(source, destination, protocol, layer4.Length), layer4) == 0);
    }

    private static bool HasNoChecksum(byte protocol, byte[] layer4) => protocol == Packet.Udp && layer4[6] == 0 && layer4[7] == 0;
}
