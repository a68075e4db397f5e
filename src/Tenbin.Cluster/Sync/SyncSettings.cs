namespace Tenbin.Cluster.Sync;

/// <summary>Bounds of the stream to one peer. Times are nanoseconds.</summary>
public sealed record SyncSettings
{
    /// <summary>Batches sent and not acknowledged; both sides must have the same.</summary>
    public const int Window = 64;

    /// <summary>Batches that wait to be sent. When they are more, changes are dropped and a full copy is made instead.</summary>
    public int MaxQueued { get; init; } = 1024;

    /// <summary>The shortest time from the beginning of a full copy to that of the next.</summary>
    public long BetweenCopies { get; init; } = 1_000_000_000;

    /// <summary>A peer that was not heard for so long is asked what it has.</summary>
    public long ProbeEvery { get; init; } = 1_000_000_000;

    /// <summary>The shortest time after which a batch is sent again.</summary>
    public long MinRetransmit { get; init; } = 10_000_000;

    /// <summary>The longest.</summary>
    public long MaxRetransmit { get; init; } = 500_000_000;
}
