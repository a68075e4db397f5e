using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Lab.Agent.Flooding;

/// <summary>Keeps the newest real datagrams of each link, both directions (packet(7)), as long as it lives.</summary>
internal sealed class Eavesdropper : IDisposable
{
    private const int Kept = 256;
    private const int BetweenLooksAtStop = 100;
    private const int Ethernet = 14;
    private const int IpUdp = 28;
    private const byte Udp = 17;

    /// <summary>ETH_P_ALL in network byte order; a socket for IP alone does not see what leaves.</summary>
    private const ProtocolType All = (ProtocolType)0x0300;

    private readonly IReadOnlyList<IPEndPoint> _peers;
    private readonly Socket _socket = new(AddressFamily.Packet, SocketType.Raw, All) { ReceiveTimeout = BetweenLooksAtStop };
    private readonly Overheard?[] _ring = new Overheard?[Kept];
    private readonly Thread _thread;
    private readonly CancellationToken _stop;
    private volatile bool _ending;
    private int _next;

    public Eavesdropper(IReadOnlyList<IPEndPoint> peers, CancellationToken stop)
    {
        (_peers, _stop) = (peers, stop);
        _thread = new(Listen) { Name = "eavesdropper" };
        _thread.Start();
    }

    /// <summary>Every place is taken.</summary>
    public bool IsFull => Volatile.Read(ref _next) >= Kept;

    public Overheard Any(Random random) => Volatile.Read(ref _ring[random.Next(Kept)])!;

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Listen()
    {
        var frame = new byte[2048];
        while (!_ending && !_stop.IsCancellationRequested)
        {
            try
            {
                if (Read(frame.AsSpan(0, _socket.Receive(frame))) is { } heard)
                {
                    Volatile.Write(ref _ring[_next % Kept], heard);
                    Volatile.Write(ref _next, _next + 1);
                }
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                // Nothing came for a while.
            }
        }
    }

    /// <summary>What this program sends itself is told apart by its IP identification (<see cref="ForgedSender.Mark"/>).</summary>
    private Overheard? Read(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Ethernet + IpUdp || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != 0x0800)
        {
            return null;
        }

        var ip = frame[Ethernet..];
        if (ip[0] != 0x45 || ip[9] != Udp || BinaryPrimitives.ReadUInt16BigEndian(ip[4..]) == ForgedSender.Mark)
        {
            return null;
        }

        var (from, to) = (new IPAddress(ip[12..16]), new IPAddress(ip[16..20]));
        for (var link = 0; link < _peers.Count; link++)
        {
            if (_peers[link].Port == BinaryPrimitives.ReadUInt16BigEndian(ip[22..]) && (_peers[link].Address.Equals(to) || _peers[link].Address.Equals(from)))
            {
                var isOutgoing = _peers[link].Address.Equals(to);
                var length = BinaryPrimitives.ReadUInt16BigEndian(ip[24..]) - 8;
                return new(link, isOutgoing ? from : to, isOutgoing, ip.Slice(IpUdp, length).ToArray());
            }
        }

        return null;
    }
}
