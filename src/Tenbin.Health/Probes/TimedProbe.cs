using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>Base of the probes: takes the time, and leaves them to look for a fault.</summary>
/// <typeparam name="TCheck">The settings that the probe understands.</typeparam>
/// <param name="time">Clock for the latency.</param>
public abstract class TimedProbe<TCheck>(TimeProvider time) : IProbe
    where TCheck : Check
{
    /// <inheritdoc/>
    public async ValueTask<ProbeResult> RunAsync(ProbeTarget target, Check settings, CancellationToken deadline)
    {
        long start = time.GetTimestamp();
        string? fault = await FindFaultAsync(target, (TCheck)settings, deadline).ConfigureAwait(false);
        return new(fault, time.GetElapsedTime(start));
    }

    /// <summary>Looks for what makes the server unfit.</summary>
    /// <returns>A clause for people, or null when there is nothing; an expired deadline is such a fault.</returns>
    protected abstract ValueTask<string?> FindFaultAsync(ProbeTarget target, TCheck check, CancellationToken deadline);
}
