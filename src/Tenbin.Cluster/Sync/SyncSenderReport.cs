namespace Tenbin.Cluster.Sync;

/// <summary>How far a peer is with this node's sessions, for <c>status</c>.</summary>
/// <param name="HasFullCopy">It has acknowledged a full copy and nothing was dropped since.</param>
/// <param name="IsCopying">A full copy is being read or waits to be.</param>
/// <param name="Unsent">Batches that wait.</param>
/// <param name="Unacknowledged">Batches sent and not acknowledged.</param>
/// <param name="LagMedian">From a change to its acknowledgement, over the last thousand batches.</param>
/// <param name="LagP99">The same, 99th percentile.</param>
/// <param name="LagMean">The same, a smoothed mean.</param>
/// <param name="Changes">Changes sent since the start.</param>
/// <param name="Batches">Batches sent, repeated ones included.</param>
/// <param name="Bytes">Payload bytes sent, repeated ones included.</param>
/// <param name="Repeated">Batches sent again.</param>
/// <param name="Copies">Full copies begun.</param>
/// <param name="Overflows">Times that changes were dropped since too many waited.</param>
public sealed record SyncSenderReport(
    bool HasFullCopy, bool IsCopying, int Unsent, int Unacknowledged, TimeSpan LagMedian, TimeSpan LagP99, TimeSpan LagMean,
    long Changes, long Batches, long Bytes, long Repeated, long Copies, long Overflows);
