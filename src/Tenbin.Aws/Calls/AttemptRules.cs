namespace Tenbin.Aws.Calls;

/// <summary>How a call is repeated.</summary>
internal sealed record AttemptRules
{
    /// <summary>The longest that one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An attempt that has no answer after so long gets a second beside it, on another connection; then twice as long, at most <see cref="Timeout"/>.</summary>
    public TimeSpan Hedge { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most attempts at one time.</summary>
    public int Abreast { get; init; } = 3;

    /// <summary>The longest first pause after a failure; twice that after each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause.</summary>
    public TimeSpan LastPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Anything from nothing to the longest pause, so that callers who were throttled together do not come back together
    /// ("Exponential Backoff And Jitter", full jitter).
    /// </summary>
    public TimeSpan Pause(int failures, Random random) =>
        TimeSpan.FromTicks(Math.Min(LastPause.Ticks, FirstPause.Ticks << Math.Min(failures - 1, 20))) * random.NextDouble();
}
