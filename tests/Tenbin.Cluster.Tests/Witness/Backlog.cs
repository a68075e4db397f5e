using System.Net;
using System.Net.Sockets;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>A listener whose queue is full: the kernel drops further SYNs, as if the machine were gone.</summary>
internal sealed class Backlog : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly IPEndPoint _address;

    public Backlog()
    {
        Socket listener = Keep();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        _address = (IPEndPoint)listener.LocalEndPoint!;
        // A queue of length 0 takes one connection (inet_csk_reqsk_queue and sk_acceptq_is_full in the kernel).
        Socket fills = Keep();
        fills.Connect(_address);
    }

    public Uri Url => new($"http://{_address}");

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private Socket Keep()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        return socket;
    }
}
