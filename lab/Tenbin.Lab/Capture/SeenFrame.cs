using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Tenbin.Lab.Capture;

/// <summary>What kind of frame it was.</summary>
public enum FrameKind
{
    /// <summary>An IP packet.</summary>
    Packet,

    /// <summary>An ARP message; its addresses are the protocol addresses in it.</summary>
    Arp,
}

/// <summary>Who sent an Ethernet frame, and between which addresses.</summary>
public readonly record struct SeenFrame(FrameKind Kind, string Mac, IPAddress From, IPAddress To)
{
    private const int EthernetLength = 14;

    /// <summary>Reads an untagged frame that carries IPv4, IPv6 or ARP for IPv4 (RFC 791, 8200, 826).</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out SeenFrame seen)
    {
        seen = default;
        if (frame.Length < EthernetLength)
        {
            return false;
        }

        var mac = string.Join(':', frame[6..12].ToArray().Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
        var body = frame[EthernetLength..];
        switch (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]))
        {
            case 0x0800 when body.Length >= 20:
                seen = new(FrameKind.Packet, mac, new(body[12..16]), new(body[16..20]));
                return true;
            case 0x86dd when body.Length >= 40:
                seen = new(FrameKind.Packet, mac, new(body[8..24]), new(body[24..40]));
                return true;
            case 0x0806 when body.Length >= 28:
                seen = new(FrameKind.Arp, mac, new(body[14..18]), new(body[24..28]));
                return true;
            default:
                return false;
        }
    }
}
