namespace Tenbin.Model.Configuration;

/// <summary>
/// Key <c>heartbeat</c>. A voter grants for <see cref="Lease"/>; the holder counts on <see cref="Hold"/> only, so that two
/// clocks whose rates differ by 2·<see cref="ClockRateError"/> still agree who may serve.
/// </summary>
public sealed record HeartbeatTiming
{
    /// <summary>Largest rate error ρ of a clock: 1 %.</summary>
    public const double ClockRateError = 0.01;

    /// <summary><c>every: 100ms, dead-after: 400ms</c>.</summary>
    public static HeartbeatTiming Default { get; } = new();

    /// <summary><c>heartbeat: fast</c>.</summary>
    public static HeartbeatTiming Fast { get; } = new()
    {
        Every = TimeSpan.FromMilliseconds(20),
        DeadAfter = TimeSpan.FromMilliseconds(100),
        RoundTrip = TimeSpan.FromMilliseconds(2),
        StallAllowance = TimeSpan.FromMilliseconds(20),
    };

    /// <summary>Key <c>every</c>: between two heartbeats and between two renewals of a lease.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Key <c>dead-after</c>: silence on all links after which a node counts as dead.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Key <c>round-trip</c>: the longest that a request and its answer usually take between two nodes.</summary>
    public TimeSpan RoundTrip { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Key <c>stall-allowance</c>: the longest that a busy node may pause without losing its lease.</summary>
    public TimeSpan StallAllowance { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A busy machine delays ordinary processes for longer than <see cref="StallAllowance"/>: the daemon must go before them.</summary>
    public bool NeedsRealTime => StallAllowance < Default.StallAllowance;

    /// <summary>Key <c>restart-grace</c>: lease that a daemon takes for the time that its restart in place needs; at most 5 s.</summary>
    public TimeSpan RestartGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>L: what a voter grants, 0.95 of <see cref="DeadAfter"/>.</summary>
    public TimeSpan Lease => DeadAfter * 0.95;

    /// <summary>H ≤ L·(1−ρ)/(1+ρ): what the holder counts from the moment it sent its request, 0.97 of <see cref="Lease"/>.</summary>
    public TimeSpan Hold => HoldOf(Lease);

    /// <summary>The least that <see cref="Hold"/> must be: three renewals, a round trip and a stall.</summary>
    public TimeSpan LeastHold => (3 * Every) + RoundTrip + StallAllowance;

    /// <summary>What the holder of a grant for <paramref name="lease"/> may count on.</summary>
    public static TimeSpan HoldOf(TimeSpan lease) => lease * 0.97;
}
