using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tenbin.Health;
using Tenbin.Health.Probes;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Findings;

/// <summary>The checks of <see cref="HealthMonitor"/>, each transition handed to a sink.</summary>
internal sealed class MonitoredChecks : IHealthChecks
{
    private readonly HealthMonitor _monitor;
    private readonly Task _pump;

    /// <param name="sink">Gets each transition, in order for each server; must not block.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="loggers">For the line that each transition is.</param>
    public MonitoredChecks(Action<ServerKey, ServerFinding> sink, TimeProvider time, ILoggerFactory loggers)
    {
        _monitor = new HealthMonitor(new ProbeByProtocol(time), time, Random.Shared, loggers.CreateLogger<HealthMonitor>());
        _pump = PumpAsync(sink);
    }

    /// <inheritdoc/>
    public void Apply(TenbinConfig config, ImmutableDictionary<ServerKey, ServerFinding> known) => _monitor.Update(
        CheckedServer.Of(config),
        known.ToDictionary(
            pair => pair.Key,
            pair => ServerState.CarriedOver(pair.Value.Health, pair.Value.Since, pair.Value.Reason)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _monitor.Dispose();
        await _pump.ConfigureAwait(false);
    }

    private async Task PumpAsync(Action<ServerKey, ServerFinding> sink)
    {
        await foreach (var change in _monitor.Transitions.ReadAllAsync().ConfigureAwait(false))
        {
            sink(change.Key, new ServerFinding(change.To, change.Reason, change.At));
        }
    }
}
