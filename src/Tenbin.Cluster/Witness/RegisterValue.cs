namespace Tenbin.Cluster.Witness;

/// <summary>What a group's register says.</summary>
/// <param name="Epoch">Of the lease.</param>
/// <param name="Holder">Name of the node that the vote is for.</param>
/// <param name="Incarnation">Of that node's daemon.</param>
/// <param name="Counter">Raised at each renewal, so that a watcher sees that the holder lives.</param>
public sealed record RegisterValue(long Epoch, string Holder, long Incarnation, long Counter);
