using System.Net;
using System.Net.Sockets;

namespace Tenbin.Linux.Ping;

/// <summary>
/// Asks hosts for an ICMP echo: one raw socket for all pings of a family, opened at the first one, in the network
/// namespace of the thread that asks it. Needs CAP_NET_RAW. Thread-safe.
/// </summary>
public sealed class Pinger : IDisposable
{
    private readonly Lock _gate = new();
    private EchoSocket? _v4;
    private EchoSocket? _v6;
    private bool _disposed;

    /// <summary>Sends one echo request and waits for its reply.</summary>
    /// <param name="target">IPv4 or IPv6.</param>
    /// <param name="deadline">When to give up.</param>
    /// <returns>Null for a good reply, else what was wrong, as a clause for people.</returns>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    /// <exception cref="SocketException">The request could not be sent; AccessDenied: no CAP_NET_RAW, or a firewall of this machine.</exception>
    public ValueTask<string?> AskAsync(IPAddress target, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(target);
        return SocketFor(target.AddressFamily).AskAsync(target, deadline);
    }

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
