namespace Tenbin.Cluster.Sync;

/// <content>What leaves, and when.</content>
public sealed partial class SyncSender
{
    private bool _copyIsDue = true;
    private long? _copyBegunAt;
    private IEnumerator<IReadOnlyList<ReadOnlyMemory<byte>>>? _copy;

    private bool IsCopying => _copyIsDue || _copy is not null;

    /// <summary>Gives the next payload that is to leave for the peer now; call it until it gives none.</summary>
    /// <param name="now">Boot clock, nanoseconds.</param>
    /// <param name="payload">At least 1,190 bytes.</param>
    /// <returns>The payload's length; 0 = nothing is to leave now.</returns>
    public int Step(long now, Span<byte> payload)
    {
        foreach (var batch in ToRepeat(now))
        {
            if (batch.Due <= now)
            {
                _repeated++;
                return Send(now, batch, payload);
            }
        }

        ReadCopy(now);
        if (_unacknowledged.Count < SyncSettings.Window && _queue.Count > 0)
        {
            var batch = _queue.Take();
            batch.Number = ++_lastNumber;
            SyncPayload.WriteHeader(batch.Bytes, SyncPayload.Batch, _stream);
            SyncPayload.WriteNumber(batch.Bytes, batch.Number);
            _unacknowledged.AddLast(batch);
            return Send(now, batch, payload);
        }

        return now - Math.Max(_heardAt, _probedAt) >= _settings.ProbeEvery ? Probe(now, payload) : 0;
    }

    /// <summary>When <see cref="Step"/> has something to do next, if nothing is added or received before: boot clock, nanoseconds.</summary>
    /// <param name="now">The same clock.</param>
    public long NextStep(long now)
    {
        var next = Math.Max(_heardAt, _probedAt) + _settings.ProbeEvery;
        foreach (var batch in ToRepeat(now))
        {
            next = Math.Min(next, batch.Due);
        }

        if (_copyIsDue && _copyBegunAt is { } begun)
        {
            next = Math.Min(next, begun + _settings.BetweenCopies);
        }

        return _copyIsDue && _copyBegunAt is null ? long.MinValue : next;
    }

    /// <summary>What the peer has not got. Of a peer that is silent one batch is enough to find out when it is back.</summary>
    private IEnumerable<OutgoingBatch> ToRepeat(long now) =>
        _unacknowledged.Where(batch => !batch.IsHeld).Take(now - _heardAt < _settings.ProbeEvery ? SyncSettings.Window : 1);

    private int Send(long now, OutgoingBatch batch, Span<byte> payload)
    {
        batch.SentAt = now;
        batch.Attempts++;
        batch.Due = now + Patience(batch.Attempts);
        _batches++;
        _bytes += batch.Length;
        batch.Bytes.AsSpan(0, batch.Length).CopyTo(payload);
        return batch.Length;
    }

    // Twice the round trip, and longer with each attempt.
    private long Patience(int attempts) => Math.Min(
        Math.Max(_settings.MinRetransmit, (long)(2 * _roundTrip)) << Math.Min(attempts - 1, 10), _settings.MaxRetransmit);

    private int Probe(long now, Span<byte> payload)
    {
        _probedAt = now;
        SyncPayload.WriteHeader(payload, SyncPayload.Probe, _stream);
        SyncPayload.WriteNumber(payload, _lastNumber);
        _bytes += SyncPayload.ProbeLength;
        return SyncPayload.ProbeLength;
    }

    /// <summary>Reads on in the full copy while there is room; begins one that is due.</summary>
    private void ReadCopy(long now)
    {
        if (_copyIsDue && !(now - _copyBegunAt < _settings.BetweenCopies))
        {
            _copyIsDue = false;
            _copyBegunAt = now;
            _copies++;
            _copy = _copySource();
            _queue.AppendMark(SyncPayload.CopyBegins);
        }

        while (_copy is not null && _queue.Count < _settings.MaxQueued / 4)
        {
            if (!_copy.MoveNext())
            {
                EndCopySource();
                _queue.AppendMark(SyncPayload.CopyEnds);
                return;
            }

            foreach (var item in _copy.Current)
            {
                _queue.Append(item.Span, OutgoingBatch.Unset);
            }
        }
    }

    private void EndCopySource()
    {
        _copy?.Dispose();
        _copy = null;
    }
}
