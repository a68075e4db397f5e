using System.Buffers.Binary;
using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Fabric.Packets;

/// <summary>One-to-one address translation of IPv4 packets (RFC 3022), ICMP errors included.</summary>
internal static class Rewriting
{
    private const int SourceAt = 12, DestinationAt = 16, ChecksumAt = 10;

    /// <summary>Makes <paramref name="source"/> the sender.</summary>
    public static void SetSource(Span<byte> frame, Packet packet, Ip source)
    {
        ReplaceInError(frame, packet, packet.Source, source, DestinationAt);
        Replace(frame, packet, SourceAt, source);
    }

    /// <summary>Makes <paramref name="destination"/> the receiver.</summary>
    public static void SetDestination(Span<byte> frame, Packet packet, Ip destination)
    {
        ReplaceInError(frame, packet, packet.Destination, destination, SourceAt);
        Replace(frame, packet, DestinationAt, destination);
    }

    private static void Replace(Span<byte> frame, Packet packet, int at, Ip address)
    {
        Span<byte> old = stackalloc byte[4], @new = stackalloc byte[4];
        ReplaceInHeader(frame, packet.Header, at, address, old, @new);
        if (packet.LaterFragment || packet.Protocol is not (Packet.Tcp or Packet.Udp))
        {
            return;
        }

        // Both cover the addresses by their pseudo-header; a UDP checksum of 0 is none (RFC 768).
        var field = frame[(packet.Transport + (packet.Protocol == Packet.Tcp ? 16 : 6))..];
        var before = BinaryPrimitives.ReadUInt16BigEndian(field);
        if (packet.Protocol == Packet.Udp && before == 0)
        {
            return;
        }

        var after = Checksum.Adjust(before, old, @new);
        BinaryPrimitives.WriteUInt16BigEndian(field, packet.Protocol == Packet.Udp && after == 0 ? (ushort)0xffff : after);
    }

    /// <summary>
    /// The packet that an error is about was sent under the other address. The error's own checksum stays right: the
    /// embedded header's sum does not change, since its checksum takes up what its address loses.
    /// </summary>
    private static void ReplaceInError(Span<byte> frame, Packet packet, Ip from, Ip to, int at)
    {
        var embedded = packet.Transport + 8;
        if (packet.IsIcmpError && Packet.TryRead(frame, embedded, embedded: true, out var about) && about.IsV4
            && (at == SourceAt ? about.Source : about.Destination) == from)
        {
            Span<byte> old = stackalloc byte[4], @new = stackalloc byte[4];
            ReplaceInHeader(frame, embedded, at, to, old, @new);
        }
    }

    private static void ReplaceInHeader(Span<byte> frame, int header, int at, Ip address, Span<byte> old, Span<byte> @new)
    {
        var field = frame.Slice(header + at, 4);
        field.CopyTo(old);
        address.CopyTo(@new);
        @new.CopyTo(field);
        var checksum = frame[(header + ChecksumAt)..];
        BinaryPrimitives.WriteUInt16BigEndian(checksum, Checksum.Adjust(BinaryPrimitives.ReadUInt16BigEndian(checksum), old, @new));
    }
}
