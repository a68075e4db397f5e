namespace Tenbin.Cluster.Core;

/// <summary>What a group's witness register holds.</summary>
/// <param name="Epoch">Of the lease.</param>
/// <param name="Holder">Whom its vote is for.</param>
/// <param name="Counter">Raised at each renewal.</param>
/// <param name="Lease">How long a challenger must see it unchanged, in nanoseconds.</param>
/// <param name="Revision">Of the register; another one for each write.</param>
public sealed record RegisterContent(ulong Epoch, Holder Holder, ulong Counter, long Lease, long Revision);
