using System.Net.Sockets;

namespace Tenbin.Health.Probes;

/// <summary>Says what a socket error means for a check.</summary>
internal static class SocketFault
{
    /// <summary>Why a connection attempt failed.</summary>
    public static string OfConnect(SocketError error, TimeSpan timeout) => error == SocketError.OperationAborted
        ? $"no connection within {Spoken.Duration(timeout)}"
        : Of(error);

    /// <summary>What happened, as a clause.</summary>
    public static string Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset",
        SocketError.HostUnreachable => "host unreachable",
        SocketError.NetworkUnreachable => "network unreachable: this director has no route to it",
        SocketError.AccessDenied => "not permitted: a firewall rule on this director rejects it",
        SocketError.AddressNotAvailable => "no local address or port left to connect from",
        SocketError.TooManyOpenSockets => "this director has too many open files",
        SocketError.TimedOut => "no answer to the connection attempt",
        _ => new SocketException((int)error).Message,
    };
}
