using System.Net.Sockets;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>
/// <c>type: tcp</c>: the server is up when it accepts a connection, which is then reset, so that thousands of checks a
/// second leave nothing in TIME_WAIT.
/// </summary>
/// <param name="time">Clock for the latency.</param>
public sealed class TcpProbe(TimeProvider time) : TimedProbe<TcpCheck>(time)
{
    /// <inheritdoc/>
    protected override async ValueTask<string?> FindFaultAsync(
        ProbeTarget target, TcpCheck check, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(check);
        (Socket? connection, string? fault) =
            await TcpConnect.OpenAsync(target.EndPoint, check.Timeout, deadline).ConfigureAwait(false);
        connection?.Dispose();
        return fault;
    }
}
