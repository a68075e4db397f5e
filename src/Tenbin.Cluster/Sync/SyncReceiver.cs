using System.Buffers.Binary;

namespace Tenbin.Cluster.Sync;

/// <summary>
/// The other end of a peer's <see cref="SyncSender"/>: hands batches on in order, each once, and acknowledges what is in
/// effect. Holds at most a window of batches that came too early. One thread at a time.
/// </summary>
public sealed class SyncReceiver
{
    /// <summary>No answer is longer, in bytes.</summary>
    public const int AnswerLength = SyncPayload.AcknowledgementLength;

    private readonly ulong _run;
    private readonly byte[]?[] _early = new byte[SyncSettings.Window][];
    private StreamId? _stream;
    private long _applied;
    private bool _hasFullCopy;
    private long _items, _bytes, _copies, _repeated, _refused;

    /// <param name="run">This node's run: by it the peer knows whether this is still who acknowledged before.</param>
    public SyncReceiver(ulong run) => _run = run;

    /// <summary>Takes a batch or probe.</summary>
    /// <param name="payload">As it came from the peer.</param>
    /// <param name="sink">Takes what is next in order.</param>
    /// <param name="answer">At least <see cref="AnswerLength"/> bytes: the acknowledgement to send back.</param>
    /// <returns>Its length; 0 = there is none.</returns>
    public int Receive(ReadOnlySpan<byte> payload, ISyncSink sink, Span<byte> answer)
    {
        _bytes += payload.Length;
        if (payload.Length < SyncPayload.BatchHeaderLength || payload[0] is not (SyncPayload.Batch or SyncPayload.Probe) ||
            !Follow(SyncPayload.ReadStream(payload)))
        {
            _refused++;
            return 0;
        }

        if (payload[0] == SyncPayload.Batch && !Take(SyncPayload.ReadNumber(payload), payload[SyncPayload.BatchHeaderLength..], sink))
        {
            return 0;
        }

        return Acknowledge(answer);
    }

    /// <summary>How it stands.</summary>
    public SyncReceiverReport Report() => new(_hasFullCopy, _items, _bytes, _copies, _repeated, _refused);

    /// <summary>False for a stream that a later one has followed.</summary>
    private bool Follow(StreamId stream)
    {
        if (_stream is { } known && known != stream)
        {
            if (!stream.IsAfter(known))
            {
                return false;
            }

            Array.Clear(_early);
            _applied = 0;
            _hasFullCopy = false;
        }

        _stream = stream;
        return true;
    }

    private bool Take(long number, ReadOnlySpan<byte> items, ISyncSink sink)
    {
        if (number <= _applied)
        {
            _repeated++;
            return true;
        }

        if (number > _applied + SyncSettings.Window || !SyncPayload.IsWhole(items))
        {
            _refused++;
            return false;
        }

        if (number > _applied + 1)
        {
            Keep(number, items);
            return true;
        }

        Apply(items, sink);
        while (_early[(_applied + 1) % SyncSettings.Window] is { } early)
        {
            _early[(_applied + 1) % SyncSettings.Window] = null;
            Apply(early, sink);
        }

        sink.Flush();
        return true;
    }

    private void Keep(long number, ReadOnlySpan<byte> items)
    {
        ref var place = ref _early[number % SyncSettings.Window];
        if (place is null)
        {
            place = items.ToArray();
        }
        else
        {
            _repeated++;
        }
    }

    private void Apply(ReadOnlySpan<byte> items, ISyncSink sink)
    {
        _applied++;
        while (SyncPayload.TryTake(ref items, out var item, out var mark))
        {
            switch (mark)
            {
                case SyncPayload.CopyBegins:
                    sink.CopyBegins();
                    break;
                case SyncPayload.CopyEnds:
                    sink.CopyEnds();
                    _copies++;
                    _hasFullCopy = true;
                    break;
                case 0:
                    _items++;
                    sink.Take(item);
                    break;
                default:
                    // A mark of a later version: nothing that this one could miss.
                    break;
            }
        }
    }

    private int Acknowledge(Span<byte> answer)
    {
        ulong held = 0;
        for (var ahead = 0; ahead < SyncSettings.Window - 1; ahead++)
        {
            held |= _early[(_applied + 2 + ahead) % SyncSettings.Window] is null ? 0 : 1ul << ahead;
        }

        SyncPayload.WriteHeader(answer, SyncPayload.Acknowledgement, _stream!.Value);
        BinaryPrimitives.WriteUInt64BigEndian(answer[SyncPayload.HeaderLength..], _run);
        SyncPayload.WriteNumber(answer, _applied, 1);
        SyncPayload.WriteNumber(answer, (long)held, 2);
        return SyncPayload.AcknowledgementLength;
    }
}
