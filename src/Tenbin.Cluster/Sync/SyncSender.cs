namespace Tenbin.Cluster.Sync;

/// <summary>
/// The stream of changes to one peer: numbered batches, sent again until acknowledged, and full copies between them.
/// Memory is bounded: what does not fit is dropped and made up for by a full copy. Knows neither clock, socket nor
/// what a change is; one thread at a time.
/// </summary>
public sealed partial class SyncSender
{
    private readonly SyncSettings _settings;
    private readonly Func<IEnumerator<IReadOnlyList<ReadOnlyMemory<byte>>>> _copySource;
    private readonly OutgoingQueue _queue = new();
    private readonly LinkedList<OutgoingBatch> _unacknowledged = [];
    private readonly Lag _lag = new();
    private StreamId _stream;
    private ulong? _peerRun;
    private long _lastNumber;
    private long _heardAt;
    private long _probedAt;
    private double _roundTrip;
    private long _changes, _batches, _bytes, _repeated, _copies, _overflows;

    /// <summary>A stream that begins with a full copy.</summary>
    /// <param name="settings">Bounds.</param>
    /// <param name="run">This node's run, larger at each start of the daemon: the transport's incarnation.</param>
    /// <param name="copySource">
    /// Begins to read a full copy: items of 1 to 255 bytes, chunk by chunk. A chunk is sent ahead of every change that
    /// is added after it was read.
    /// </param>
    public SyncSender(SyncSettings settings, ulong run, Func<IEnumerator<IReadOnlyList<ReadOnlyMemory<byte>>>> copySource)
    {
        _settings = settings;
        _copySource = copySource;
        _stream = new StreamId(run, 1);
    }

    /// <summary>What it takes at most of the memory, in bytes.</summary>
    public long MemoryBound => (long)(_settings.MaxQueued + SyncSettings.Window + 1) * SyncPayload.MaxLength;

    /// <summary>Nothing waits to be sent or acknowledged.</summary>
    public bool IsDrained => _queue.Count == 0 && _unacknowledged.Count == 0 && !IsCopying;

    /// <summary>Where the stream is; null while the peer has no full copy.</summary>
    public SyncMark? Mark => HasFullCopy ? new SyncMark(_stream, _copies, _lastNumber + _queue.Count) : null;

    /// <summary>
    /// The peer has all that was added before the stream was at <paramref name="mark"/>; null when that will never be known, as
    /// something was dropped or the stream began anew.
    /// </summary>
    public bool? IsAcknowledged(SyncMark mark) => !HasFullCopy || mark.Stream != _stream || mark.Copies != _copies
        ? null
        : (_unacknowledged.First is { } oldest ? oldest.Value.Number : _lastNumber + 1) > mark.Number;

    /// <summary>The peer has acknowledged a full copy and nothing was dropped since.</summary>
    public bool HasFullCopy { get; private set; }

    /// <summary>Adds a change. While a full copy is waited for it is dropped: the copy will have it.</summary>
    /// <param name="now">Boot clock, nanoseconds; the lag counts from here.</param>
    /// <param name="item">1 to 255 bytes.</param>
    public void Add(long now, ReadOnlySpan<byte> item)
    {
        if (_copyIsDue)
        {
            return;
        }

        _changes++;
        _queue.Append(item, now);
        if (_queue.Count > _settings.MaxQueued)
        {
            _overflows++;
            RequestCopy();
        }
    }

    /// <summary>A full copy is needed: changes were lost, or this node serves more than before. What waits is dropped for it.</summary>
    public void RequestCopy()
    {
        _queue.Clear();
        EndCopySource();
        foreach (var batch in _unacknowledged)
        {
            batch.EndsCopy = false;
        }

        _copyIsDue = true;
        HasFullCopy = false;
    }

    /// <summary>Begins a new stream, as after a change of this node's incarnation or a restart of the peer.</summary>
    /// <param name="run">This node's run.</param>
    public void Restart(ulong run)
    {
        _stream = run == _stream.Run ? _stream with { Number = _stream.Number + 1 } : new StreamId(run, 1);
        foreach (var batch in _unacknowledged)
        {
            _queue.Return(batch);
        }

        _unacknowledged.Clear();
        _peerRun = null;
        _lastNumber = 0;
        RequestCopy();
    }

    /// <summary>Takes an acknowledgement.</summary>
    /// <param name="now">Boot clock, nanoseconds.</param>
    /// <param name="payload">As it came from the peer; anything else is left alone.</param>
    /// <returns>It was one, of this stream.</returns>
    public bool Receive(long now, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != SyncPayload.AcknowledgementLength || payload[0] != SyncPayload.Acknowledgement ||
            SyncPayload.ReadStream(payload) != _stream)
        {
            return false;
        }

        var peerRun = (ulong)SyncPayload.ReadNumber(payload);
        var applied = SyncPayload.ReadNumber(payload, 1);
        if (applied < 0 || applied > _lastNumber)
        {
            return false;
        }

        if (_peerRun is { } known && known != peerRun)
        {
            // The peer has started anew and has nothing of this stream.
            Restart(_stream.Run);
            return true;
        }

        _peerRun = peerRun;
        _heardAt = now;
        Acknowledge(now, applied, (ulong)SyncPayload.ReadNumber(payload, 2));
        return true;
    }

    /// <summary>How it stands.</summary>
    public SyncSenderReport Report() => new(
        HasFullCopy, IsCopying, _queue.Count, _unacknowledged.Count, _lag.Percentile(0.5), _lag.Percentile(0.99), _lag.Mean,
        _changes, _batches, _bytes, _repeated, _copies, _overflows);

    private void Acknowledge(long now, long applied, ulong held)
    {
        var highest = held == 0 ? 0 : applied + 2 + 63 - System.Numerics.BitOperations.LeadingZeroCount(held);
        for (var node = _unacknowledged.First; node is not null;)
        {
            var (batch, next) = (node.Value, node.Next);
            if (batch.Number <= applied)
            {
                _unacknowledged.Remove(node);
                Done(now, batch);
            }
            else if (batch.Number - applied - 2 is >= 0 and < 64 and var bit && (held >> (int)bit & 1) != 0)
            {
                batch.IsHeld = true;
            }
            else if (batch.Attempts == 1 && batch.Number + 2 < highest)
            {
                // Three later ones have come: it is lost.
                batch.Due = now;
            }

            node = next;
        }
    }

    private void Done(long now, OutgoingBatch batch)
    {
        if (batch.Since != OutgoingBatch.Unset)
        {
            _lag.Add(now - batch.Since);
        }

        if (batch.Attempts == 1)
        {
            _roundTrip = _roundTrip == 0 ? now - batch.SentAt : _roundTrip + (now - batch.SentAt - _roundTrip) / 8;
        }

        if (batch.EndsCopy)
        {
            HasFullCopy = true;
        }

        _queue.Return(batch);
    }
}
