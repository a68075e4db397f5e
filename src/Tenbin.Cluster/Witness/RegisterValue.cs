namespace Tenbin.Cluster.Witness;

/// <summary>What a group's register says.</summary>
/// <param name="Epoch">Of the lease.</param>
/// <param name="Holder">Name of the node that the vote is for.</param>
/// <param name="Tenure">The run of that machine.</param>
/// <param name="Counter">Raised at each renewal, so that a watcher sees that the holder lives.</param>
/// <param name="LeaseMilliseconds">How long a challenger must see it unchanged.</param>
public sealed record RegisterValue(ulong Epoch, string Holder, ulong Tenure, ulong Counter, long LeaseMilliseconds);
