using System.Buffers.Binary;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Model;

namespace Tenbin.Forwarding;

/// <content>
/// The bytes that travel, in network order: kind (with the top bit set for IPv6), state, protocol, version, idle and age
/// in ms, client's, service's and server's port, then their addresses. 33 bytes for IPv4, 69 for IPv6.
/// </content>
public readonly partial record struct SessionRecord
{
    /// <summary>No record takes more bytes.</summary>
    public const int MaxLength = FixedLength + 3 * 16;

    private const int FixedLength = 3 + 3 * 4 + 3 * 2;
    private const byte IsV6 = 0x80;

    /// <summary>Writes it; returns how many bytes that took.</summary>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    public int Write(Span<byte> to)
    {
        var isV4 = Flow.Source.IsMapped && Flow.Destination.IsMapped && (ServerAddress.IsMapped || ServerAddress == default);
        var size = isV4 ? 4 : 16;
        to[0] = (byte)((byte)Kind | (isV4 ? 0 : IsV6));
        to[1] = (byte)State;
        to[2] = Flow.Protocol;
        BinaryPrimitives.WriteUInt32BigEndian(to[3..], Version);
        BinaryPrimitives.WriteUInt32BigEndian(to[7..], IdleMilliseconds);
        BinaryPrimitives.WriteUInt32BigEndian(to[11..], AgeMilliseconds);
        BinaryPrimitives.WriteUInt16BigEndian(to[15..], Flow.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(to[17..], Flow.DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(to[19..], ServerPort);
        Flow.Source.CopyTo(to.Slice(FixedLength, size));
        Flow.Destination.CopyTo(to.Slice(FixedLength + size, size));
        ServerAddress.CopyTo(to.Slice(FixedLength + 2 * size, size));
        return FixedLength + 3 * size;
    }

    /// <summary>Reads what <see cref="Write"/> wrote; false when it can be no such thing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out SessionRecord record)
    {
        record = default;
        if (from.Length < FixedLength)
        {
            return false;
        }

        var size = (from[0] & IsV6) == 0 ? 4 : 16;
        var kind = (SessionRecordKind)(from[0] & ~IsV6);
        var state = (SessionState)from[1];
        if (from.Length != FixedLength + 3 * size || !Enum.IsDefined(kind) ||
            (kind == SessionRecordKind.Session && !Enum.IsDefined(state)) ||
            (kind != SessionRecordKind.Scope && !Enum.IsDefined((Protocol)from[2])))
        {
            return false;
        }

        record = new SessionRecord
        {
            Kind = kind,
            State = state,
            Version = BinaryPrimitives.ReadUInt32BigEndian(from[3..]),
            IdleMilliseconds = BinaryPrimitives.ReadUInt32BigEndian(from[7..]),
            AgeMilliseconds = BinaryPrimitives.ReadUInt32BigEndian(from[11..]),
            ServerPort = BinaryPrimitives.ReadUInt16BigEndian(from[19..]),
            ServerAddress = MappedAddress.Read(from.Slice(FixedLength + 2 * size, size)),
            Flow = new Flow
            {
                Protocol = from[2],
                SourcePort = BinaryPrimitives.ReadUInt16BigEndian(from[15..]),
                DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(from[17..]),
                Source = MappedAddress.Read(from.Slice(FixedLength, size)),
                Destination = MappedAddress.Read(from.Slice(FixedLength + size, size)),
            },
        };
        return true;
    }
}
