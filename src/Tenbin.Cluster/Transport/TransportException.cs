using System.Net;
using System.Net.Sockets;

namespace Tenbin.Cluster.Transport;

/// <summary>A link cannot be opened.</summary>
public sealed class TransportException : Exception
{
    internal TransportException(IPEndPoint address, SocketException cause)
        : base($"link {address}: cannot listen on UDP there: {cause.Message}. {Remedy(cause.SocketErrorCode)}", cause)
    {
    }

    private static string Remedy(SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => "Another program has the port ('ss -ulpn' names it): end it, or give the cluster another 'port' on every node",
        SocketError.AddressFamilyNotSupported => "The machine has no such address family: give the nodes addresses of the other",
        _ => "Look at this node's entry under 'cluster: nodes'",
    };
}
