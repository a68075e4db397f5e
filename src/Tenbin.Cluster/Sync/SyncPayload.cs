using System.Buffers.Binary;

namespace Tenbin.Cluster.Sync;

/// <summary>
/// The bytes of sync payloads; numbers in network order. All begin with kind (1), the sender's run (8) and the stream in
/// it (4). A batch goes on with its number (8), then items, each with its length (1) ahead, where length 0 means a mark
/// (1). A probe has the number of the last batch (8); an acknowledgement the receiver's run (8), the number up to which
/// it has applied all (8), and a bit for each of the 64 numbers after the next, lowest first (8).
/// </summary>
internal static class SyncPayload
{
    /// <summary>No payload is longer, so that whoever carries several kinds of payloads can put a byte or two ahead.</summary>
    public const int MaxLength = 1190;

    public const byte Batch = 1, Acknowledgement = 2, Probe = 3;
    public const byte CopyBegins = 1, CopyEnds = 2;
    public const int HeaderLength = 1 + 8 + 4;
    public const int BatchHeaderLength = HeaderLength + 8;
    public const int ProbeLength = HeaderLength + 8;
    public const int AcknowledgementLength = HeaderLength + 3 * 8;

    /// <summary>The longest item that a batch can hold.</summary>
    public const int MaxItem = byte.MaxValue;

    public static void WriteHeader(Span<byte> to, byte kind, StreamId stream)
    {
        to[0] = kind;
        BinaryPrimitives.WriteUInt64BigEndian(to[1..], stream.Run);
        BinaryPrimitives.WriteUInt32BigEndian(to[9..], stream.Number);
    }

    public static StreamId ReadStream(ReadOnlySpan<byte> payload) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(payload[1..]), BinaryPrimitives.ReadUInt32BigEndian(payload[9..]));

    /// <summary>The number behind the header.</summary>
    public static long ReadNumber(ReadOnlySpan<byte> payload, int place = 0) =>
        BinaryPrimitives.ReadInt64BigEndian(payload[(HeaderLength + 8 * place)..]);

    public static void WriteNumber(Span<byte> payload, long number, int place = 0) =>
        BinaryPrimitives.WriteInt64BigEndian(payload[(HeaderLength + 8 * place)..], number);

    /// <summary>Takes the next item, or mark (then <paramref name="item"/> is empty), off <paramref name="items"/>; false at their end, or where they are cut off.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> items, out ReadOnlySpan<byte> item, out byte mark)
    {
        item = default;
        mark = 0;
        if (items.Length < 2 || items.Length < 1 + items[0])
        {
            return false;
        }

        if (items[0] == 0)
        {
            mark = items[1];
            items = items[2..];
            return true;
        }

        item = items.Slice(1, items[0]);
        items = items[(1 + items[0])..];
        return true;
    }

    /// <summary>Whether a batch's items fill it to the last byte.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> items)
    {
        while (TryTake(ref items, out _, out _))
        {
        }

        return items.IsEmpty;
    }
}
