using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tenbin.Lab.Agent.Probes;

/// <summary>A datagram for each probe; its number is at the end, where the server leaves it.</summary>
internal sealed class DatagramProbes : IProbes
{
    private const int Length = 64;
    private const int BetweenLooksAtStop = 100;
    private readonly Socket _socket;
    private readonly IPEndPoint _service;
    private readonly OpenProbes _open;
    private readonly CancellationToken _stop;
    private readonly byte[] _datagram = new byte[Length];
    private readonly Thread _receiver;

    public DatagramProbes(IPEndPoint service, OpenProbes open, CancellationToken stop)
    {
        _service = service;
        _open = open;
        _stop = stop;

        // Not connected: while nobody holds the address, errors about earlier probes would fail later ones.
        _socket = new(service.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = BetweenLooksAtStop };
        _socket.Bind(new IPEndPoint(service.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0));
        _receiver = new(Receive) { Name = "answers" };
        _receiver.Start();
    }

    public void Send(long number)
    {
        _open.Open(number);
        BinaryPrimitives.WriteInt64BigEndian(_datagram.AsSpan(Length - sizeof(long)), number);
        try
        {
            _socket.SendTo(_datagram, _service);
        }
        catch (SocketException e)
        {
            _open.End(number, null, Report.Reason(e));
        }
    }

    public void Dispose()
    {
        _receiver.Join();
        _socket.Dispose();
    }

    private void Receive()
    {
        var answer = new byte[Length];
        while (!_stop.IsCancellationRequested)
        {
            EndPoint from = new IPEndPoint(_service.Address, 0);
            try
            {
                if (_socket.ReceiveFrom(answer, ref from) == Length && from.Equals(_service))
                {
                    var server = Encoding.ASCII.GetString(answer).Split('\n')[0];
                    _open.End(BinaryPrimitives.ReadInt64BigEndian(answer.AsSpan(Length - sizeof(long))), server, null);
                }
            }
            catch (SocketException)
            {
                // Nothing came for a while.
            }
        }
    }
}
