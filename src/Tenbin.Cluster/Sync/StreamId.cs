namespace Tenbin.Cluster.Sync;

/// <summary>One unbroken sequence of batches: a sender begins another when it or its peer has started anew.</summary>
/// <param name="Run">The sender's run; larger at each start of its daemon.</param>
/// <param name="Number">Larger for each stream of a run.</param>
internal readonly record struct StreamId(ulong Run, uint Number)
{
    public bool IsAfter(StreamId other) => Run > other.Run || (Run == other.Run && Number > other.Number);
}
