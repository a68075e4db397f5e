namespace Tenbin.Cluster.Sync;

/// <summary>What waits to be sent, in order, in batches.</summary>
internal sealed class OutgoingQueue
{
    private readonly Queue<OutgoingBatch> _batches = new();
    private readonly Stack<OutgoingBatch> _spare = new();
    private OutgoingBatch? _last;

    public int Count => _batches.Count;

    public void Append(ReadOnlySpan<byte> item, long since) => Room(item.Length).Append(item, since);

    public void AppendMark(byte mark)
    {
        var batch = Room(1);
        batch.AppendMark(mark);
        batch.EndsCopy |= mark == SyncPayload.CopyEnds;
    }

    public OutgoingBatch Take()
    {
        var batch = _batches.Dequeue();
        if (batch == _last)
        {
            _last = null;
        }

        return batch;
    }

    /// <summary>A batch that is done with may be filled again.</summary>
    public void Return(OutgoingBatch batch) => _spare.Push(batch);

    public void Clear()
    {
        while (_batches.TryDequeue(out var batch))
        {
            Return(batch);
        }

        _last = null;
    }

    private OutgoingBatch Room(int item)
    {
        if (_last is null || !_last.HasRoom(item))
        {
            _last = _spare.TryPop(out var spare) ? spare : new OutgoingBatch();
            _last.Reset();
            _batches.Enqueue(_last);
        }

        return _last;
    }
}
