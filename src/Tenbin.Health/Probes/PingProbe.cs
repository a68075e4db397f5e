using System.Net.Sockets;
using Tenbin.Linux.Ping;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary><c>type: ping</c>: the server is up when it answers an ICMP echo request. Needs CAP_NET_RAW.</summary>
/// <param name="time">Clock for the latency.</param>
public sealed class PingProbe(TimeProvider time) : TimedProbe<PingCheck>(time), IDisposable
{
    private readonly Pinger _pinger = new();

    /// <inheritdoc/>
    public void Dispose() => _pinger.Dispose();

    /// <inheritdoc/>
    protected override async ValueTask<string?> FindFaultAsync(
        ProbeTarget target, PingCheck check, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(check);
        try
        {
            return await _pinger.AskAsync(target.EndPoint.Address, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return $"no echo reply within {Spoken.Duration(check.Timeout)}";
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            return "a ping is not permitted: the daemon needs CAP_NET_RAW, or a firewall rule on this director rejects it";
        }
        catch (SocketException e)
        {
            return SocketFault.Of(e.SocketErrorCode);
        }
    }
}
