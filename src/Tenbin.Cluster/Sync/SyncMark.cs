namespace Tenbin.Cluster.Sync;

/// <summary>A place in what is sent to a peer; see <see cref="SyncSender.Mark"/>.</summary>
public readonly record struct SyncMark
{
    internal SyncMark(StreamId stream, long copies, long number) => (Stream, Copies, Number) = (stream, copies, number);

    internal StreamId Stream { get; }

    /// <summary>Full copies begun until then.</summary>
    internal long Copies { get; }

    /// <summary>Of the last batch that held something.</summary>
    internal long Number { get; }
}
