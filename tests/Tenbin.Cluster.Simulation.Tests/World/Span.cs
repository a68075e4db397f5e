namespace Tenbin.Cluster.Simulation.World;

/// <summary>Times in nanoseconds.</summary>
public static class Span
{
    public const long Millisecond = 1_000_000;

    public const long Second = 1_000 * Millisecond;

    public const long Every = 100 * Millisecond;

    public const long DeadAfter = 400 * Millisecond;

    public const long Lease = 380 * Millisecond;

    public const long RestartGrace = 1_500 * Millisecond;

    /// <summary>Between two looks at which peers have all sessions.</summary>
    public const long BetweenSyncs = 250 * Millisecond;

    /// <summary>From the last change of a session to the peer's word for it.</summary>
    public const long OfDrain = 3 * Millisecond;
}
