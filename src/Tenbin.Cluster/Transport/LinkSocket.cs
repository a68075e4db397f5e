using System.Net;
using System.Net.Sockets;

namespace Tenbin.Cluster.Transport;

/// <summary>The UDP socket of one link, bound to this node's address and port.</summary>
internal sealed class LinkSocket : IDisposable
{
    private const int IPv4 = 0, FreeBind4 = 15, TypeOfService4 = 1; // IPPROTO_IP, IP_FREEBIND, IP_TOS
    private const int IPv6 = 41, FreeBind6 = 78, TrafficClass6 = 67; // IPPROTO_IPV6, IPV6_FREEBIND, IPV6_TCLASS
    private const int NetworkControl = 0xC0; // CS6, as routing protocols have it
    private const int Buffer = 1 << 20;

    private readonly Socket _socket;

    /// <exception cref="SocketException">The port is taken, or the family is not there.</exception>
    public LinkSocket(IPEndPoint address)
    {
        Address = address;
        var four = address.AddressFamily == AddressFamily.InterNetwork;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = Buffer,
            SendBufferSize = Buffer,
            SendTimeout = 1, // a device that stands still must not hold up the other links
        };
        try
        {
            // The address may come later than the daemon: a link comes to life with it.
            Set(four ? IPv4 : IPv6, four ? FreeBind4 : FreeBind6, 1);
            Set(four ? IPv4 : IPv6, four ? TypeOfService4 : TrafficClass6, NetworkControl);
            _socket.Bind(address);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    public IPEndPoint Address { get; }

    /// <summary>Sends, or says why not; never throws for the network's sake.</summary>
    public SocketError Send(ReadOnlySpan<byte> datagram, SocketAddress to)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, to);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    /// <summary>Waits for a datagram; what does not fit is cut off.</summary>
    /// <exception cref="SocketException">The socket has an error or was closed.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public int Receive(Span<byte> datagram, SocketAddress from) => _socket.ReceiveFrom(datagram, SocketFlags.None, from);

    public void Dispose() => _socket.Dispose();

    private void Set(int level, int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(bytes, value);
        _socket.SetRawSocketOption(level, option, bytes);
    }
}
