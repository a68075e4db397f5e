using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Tenbin.Cluster.Tests.Transport;

/// <summary>
/// One link between two nodes on loopback, with somebody on it who can cut, record and insert. Each node has the wire's end at
/// its side for the other's address.
/// </summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket _left = Open(IPAddress.Loopback), _right = Open(IPAddress.Loopback);
    private readonly EndPoint _rightNode;
    private readonly Thread[] _pumps;
    private volatile bool _ending;

    public Wire(IPEndPoint leftNode, IPEndPoint rightNode)
    {
        _rightNode = rightNode;
        _pumps = [Pump(_left, _right, rightNode, ToRight, () => CutToRight), Pump(_right, _left, leftNode, ToLeft, () => CutToLeft)];
    }

    /// <summary>What the left node takes for the right one.</summary>
    public IPEndPoint LeftEnd => (IPEndPoint)_left.LocalEndPoint!;

    public IPEndPoint RightEnd => (IPEndPoint)_right.LocalEndPoint!;

    public ConcurrentQueue<byte[]> ToRight { get; } = [];

    public ConcurrentQueue<byte[]> ToLeft { get; } = [];

    public bool CutToRight { get; set; }

    public bool CutToLeft { get; set; }

    public bool Cut
    {
        set => CutToRight = CutToLeft = value;
    }

    /// <summary>Free now and later: on a loopback address that nobody else has, if none is given.</summary>
    public static IPEndPoint FreeEndPoint(IPAddress? address = null)
    {
        using var socket = Open(address ?? new IPAddress([127, .. RandomNumberGenerator.GetBytes(2), 7]));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    public void InsertToRight(byte[] datagram) => _right.SendTo(datagram, _rightNode);

    public void Dispose()
    {
        _ending = true;
        _left.Dispose();
        _right.Dispose();
        foreach (var pump in _pumps)
        {
            pump.Join();
        }
    }

    private static Socket Open(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    private Thread Pump(Socket from, Socket to, IPEndPoint node, ConcurrentQueue<byte[]> record, Func<bool> cut)
    {
        var pump = new Thread(() =>
        {
            var buffer = new byte[2_000];
            while (!_ending)
            {
                try
                {
                    var datagram = buffer[..from.Receive(buffer)];
                    if (!_ending && !cut())
                    {
                        record.Enqueue(datagram);
                        to.SendTo(datagram, node);
                    }
                }
                catch (Exception e) when (_ending && e is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        });
        pump.Start();
        return pump;
    }
}
