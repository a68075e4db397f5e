using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Lab.Agent.Flooding;

/// <summary>Sends UDP datagrams whose source is another program's socket (raw(7), IP_HDRINCL).</summary>
internal sealed class ForgedSender : IDisposable
{
    /// <summary>IP identification of all that it sends.</summary>
    public const ushort Mark = 0x7EB1;

    private const int Header = 28;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw) { SendBufferSize = 1 << 20 };
    private readonly byte[] _packet = new byte[1500];
    private readonly Dictionary<IPEndPoint, SocketAddress> _addresses = [];

    /// <summary>Where the payload is to be written.</summary>
    public Span<byte> Payload => _packet.AsSpan(Header);

    public void Send(IPAddress from, IPEndPoint to, int length)
    {
        var ip = _packet.AsSpan(0, Header + length);
        ip[..Header].Clear();
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], Mark);
        ip[8] = 64;
        ip[9] = (byte)ProtocolType.Udp;
        from.TryWriteBytes(ip[12..], out _);
        to.Address.TryWriteBytes(ip[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(ip[20..], (ushort)to.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ip[22..], (ushort)to.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ip[24..], (ushort)(8 + length));
        if (!_addresses.TryGetValue(to, out var address))
        {
            _addresses[to] = address = to.Serialize();
        }

        _socket.SendTo(ip, SocketFlags.None, address);
    }

    public void Dispose() => _socket.Dispose();
}
