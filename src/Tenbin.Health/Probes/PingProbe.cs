using System.Net.Sockets;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary><c>type: ping</c>: the server is up when it answers an ICMP echo request. Needs CAP_NET_RAW.</summary>
/// <param name="time">Clock for the latency.</param>
public sealed class PingProbe(TimeProvider time) : TimedProbe<PingCheck>(time), IDisposable
{
    private readonly Lock _gate = new();
    private EchoSocket? _v4;
    private EchoSocket? _v6;
    private bool _disposed;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _v4?.Dispose();
            _v6?.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<string?> FindFaultAsync(
        ProbeTarget target, PingCheck check, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(check);
        try
        {
            return await SocketFor(target.EndPoint.AddressFamily).AskAsync(target.EndPoint.Address, deadline)
                .ConfigureAwait(false);
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

    private EchoSocket SocketFor(AddressFamily family)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ref EchoSocket? socket = ref family == AddressFamily.InterNetwork ? ref _v4 : ref _v6;
            if (socket is { Broken: not null })
            {
                socket.Dispose();
                socket = null;
            }
            return socket ??= new(family);
        }
    }
}
