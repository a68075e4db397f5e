using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>Runs each check with the probe for its protocol.</summary>
/// <param name="time">Clock for latencies.</param>
public sealed class ProbeByProtocol(TimeProvider time) : IProbe, IDisposable
{
    private readonly TcpProbe _tcp = new(time);
    private readonly HttpProbe _http = new(time);
    private readonly PingProbe _ping = new(time);
    private readonly ExecProbe _exec = new(time);
    private readonly MySqlProbe _mysql = new(time);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="settings"/> is of a type that needs no probe or has none.</exception>
    public ValueTask<ProbeResult> RunAsync(ProbeTarget target, Check settings, CancellationToken deadline)
    {
        IProbe probe = settings switch
        {
            TcpCheck => _tcp,
            HttpCheck => _http,
            PingCheck => _ping,
            ExecCheck => _exec,
            MySqlCheck => _mysql,
            _ => throw new ArgumentException($"No probe runs a {settings?.GetType().Name}.", nameof(settings)),
        };
        return probe.RunAsync(target, settings, deadline);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ping.Dispose();
        _mysql.Dispose();
    }
}
