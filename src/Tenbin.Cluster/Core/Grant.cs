namespace Tenbin.Cluster.Core;

/// <summary>What a voter has granted for a group.</summary>
/// <param name="Epoch">Grows with each owner.</param>
/// <param name="Holder">Whom it was granted to.</param>
/// <param name="Until">Its end, nanoseconds of the voter's boot clock.</param>
public readonly record struct Grant(ulong Epoch, Holder Holder, long Until)
{
    /// <summary>True while nobody else may be granted the group.</summary>
    public bool IsLive(long now) => now < Until;
}
