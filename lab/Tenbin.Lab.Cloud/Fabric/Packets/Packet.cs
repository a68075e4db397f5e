using System.Buffers.Binary;
using System.Globalization;
using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Fabric.Packets;

/// <summary>Where the parts of an IP packet lie (RFC 791, 8200), and what they say.</summary>
public readonly record struct Packet
{
    public const byte Icmp = 1, IpInIp = 4, Tcp = 6, Udp = 17, IcmpV6 = 58;
    public const byte NeighbourSolicitation = 135, NeighbourAdvertisement = 136;
    private const byte HopByHop = 0, Routing = 43, Fragment = 44, DestinationOptions = 60;

    public Ip Source { get; init; }

    public Ip Destination { get; init; }

    /// <summary>Of the transport header.</summary>
    public byte Protocol { get; init; }

    /// <summary>Offset of the IP header.</summary>
    public int Header { get; init; }

    /// <summary>Offset of the transport header, or of what follows in a later fragment.</summary>
    public int Transport { get; init; }

    /// <summary>Bytes of IP.</summary>
    public int Length { get; init; }

    /// <summary>TCP and UDP; the identifier of an ICMP echo; else 0.</summary>
    public ushort SourcePort { get; init; }

    public ushort DestinationPort { get; init; }

    public byte IcmpType { get; init; }

    public byte IcmpCode { get; init; }

    public uint FragmentId { get; init; }

    /// <summary>A fragment with others after it.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>A fragment that does not begin with the transport header.</summary>
    public bool LaterFragment { get; init; }

    public bool IsV4 => Source.IsV4;

    /// <summary>An ICMP message about another packet, which follows 8 bytes into it.</summary>
    public bool IsIcmpError => !LaterFragment && (Protocol == Icmp && IcmpType is 3 or 4 or 5 or 11 or 12 || Protocol == IcmpV6 && IcmpType < 128);

    public bool IsNeighbourDiscovery => Protocol == IcmpV6 && IcmpType is (NeighbourSolicitation or NeighbourAdvertisement);

    /// <summary>Reads the packet that begins at <paramref name="offset"/>.</summary>
    /// <param name="bytes">All of it; with <paramref name="embedded"/>, what an ICMP error holds of it.</param>
    /// <param name="offset">Where the IP header begins.</param>
    /// <param name="embedded">Its end may be missing.</param>
    /// <param name="packet">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int offset, bool embedded, out Packet packet)
    {
        packet = default;
        return bytes.Length > offset && (bytes[offset] >> 4) switch
        {
            4 => TryReadV4(bytes, offset, embedded, out packet),
            6 => TryReadV6(bytes, offset, embedded, out packet),
            _ => false,
        };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"protocol {Protocol} {Source}:{SourcePort} > {Destination}:{DestinationPort}, {Length} bytes");

    private static bool TryReadV4(ReadOnlySpan<byte> bytes, int offset, bool embedded, out Packet packet)
    {
        packet = default;
        var ip = bytes[offset..];
        if (ip.Length < 20)
        {
            return false;
        }

        var header = (ip[0] & 15) * 4;
        var length = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        if (header < 20 || length < header || ip.Length < header || (ip.Length < length && !embedded))
        {
            return false;
        }

        var fragment = BinaryPrimitives.ReadUInt16BigEndian(ip[6..]);
        packet = new()
        {
            Source = Ip.FromV4(ip[12..]),
            Destination = Ip.FromV4(ip[16..]),
            Protocol = ip[9],
            Header = offset,
            Transport = offset + header,
            Length = length,
            FragmentId = BinaryPrimitives.ReadUInt16BigEndian(ip[4..]),
            MoreFragments = (fragment & 0x2000) != 0,
            LaterFragment = (fragment & 0x1fff) != 0,
        };
        return TryReadTransport(bytes, ref packet, embedded);
    }

    private static bool TryReadV6(ReadOnlySpan<byte> bytes, int offset, bool embedded, out Packet packet)
    {
        packet = default;
        var ip = bytes[offset..];
        if (ip.Length < 40)
        {
            return false;
        }

        var length = 40 + BinaryPrimitives.ReadUInt16BigEndian(ip[4..]);
        if (ip.Length < length && !embedded)
        {
            return false;
        }

        packet = new() { Source = Ip.FromV6(ip[8..24]), Destination = Ip.FromV6(ip[24..40]), Header = offset, Length = length };
        var next = ip[6];
        var at = 40;
        while (next is HopByHop or Routing or Fragment or DestinationOptions)
        {
            if (ip.Length < at + 8)
            {
                return false;
            }

            if (next == Fragment)
            {
                var place = BinaryPrimitives.ReadUInt16BigEndian(ip[(at + 2)..]);
                packet = packet with
                {
                    FragmentId = BinaryPrimitives.ReadUInt32BigEndian(ip[(at + 4)..]),
                    MoreFragments = (place & 1) != 0,
                    LaterFragment = place >> 3 != 0,
                };
            }

            var size = next == Fragment ? 8 : (ip[at + 1] + 1) * 8;
            next = ip[at];
            at += size;
        }

        packet = packet with { Protocol = next, Transport = offset + at };
        return TryReadTransport(bytes, ref packet, embedded);
    }

    private static bool TryReadTransport(ReadOnlySpan<byte> bytes, ref Packet packet, bool embedded)
    {
        var needed = packet.Protocol switch { Tcp when !embedded => 20, Tcp or Udp or Icmp or IcmpV6 => 8, _ => 0 };
        if (packet.LaterFragment || needed == 0)
        {
            return true;
        }

        if (bytes.Length < packet.Transport + needed)
        {
            return false;
        }

        var transport = bytes[packet.Transport..];
        if (packet.Protocol is Tcp or Udp)
        {
            packet = packet with
            {
                SourcePort = BinaryPrimitives.ReadUInt16BigEndian(transport),
                DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(transport[2..]),
            };
            return true;
        }

        var (type, id) = (transport[0], BinaryPrimitives.ReadUInt16BigEndian(transport[4..]));
        var isEcho = packet.Protocol == Icmp ? type is 0 or 8 : type is 128 or 129;
        packet = packet with
        {
            IcmpType = type,
            IcmpCode = transport[1],
            SourcePort = isEcho ? id : (ushort)0,
            DestinationPort = isEcho ? id : (ushort)0,
        };
        return true;
    }
}
