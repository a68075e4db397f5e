using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Tenbin.Linux;

namespace Tenbin.Bench.Programs;

/// <summary>Ethernet frames with one TCP segment. Checksums are left out: nobody on the way checks them.</summary>
internal static class Frame
{
    public const byte Syn = 0x02;
    public const byte Ack = 0x10;
    private const int EthernetLength = 14;
    private const int TcpLength = 20;
    private const int PayloadLength = 64;

    /// <param name="mac">To whom the frame goes.</param>
    /// <param name="from">Source.</param>
    /// <param name="to">Destination, of the same family.</param>
    /// <param name="flags">TCP flags.</param>
    public static byte[] Tcp(MacAddress mac, IPEndPoint from, IPEndPoint to, byte flags)
    {
        var isV6 = from.AddressFamily == AddressFamily.InterNetworkV6;
        var ipLength = isV6 ? 40 : 20;
        var frame = new byte[EthernetLength + ipLength + TcpLength + PayloadLength];
        mac.CopyTo(frame);
        // Never none: a client without one is one whose way back is not known yet.
        Bed.Sender.CopyTo(frame.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), isV6 ? (ushort)0x86dd : (ushort)0x0800);
        var ip = frame.AsSpan(EthernetLength);
        if (isV6)
        {
            ip[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], TcpLength + PayloadLength);
            ip[6] = (byte)ProtocolType.Tcp;
            ip[7] = byte.MaxValue;
            from.Address.TryWriteBytes(ip[8..], out _);
            to.Address.TryWriteBytes(ip[24..], out _);
        }
        else
        {
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(ipLength + TcpLength + PayloadLength));
            ip[8] = byte.MaxValue;
            ip[9] = (byte)ProtocolType.Tcp;
            from.Address.TryWriteBytes(ip[12..], out _);
            to.Address.TryWriteBytes(ip[16..], out _);
        }

        var tcp = ip[ipLength..];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)to.Port);
        tcp[12] = (TcpLength / 4) << 4;
        tcp[13] = flags;
        return frame;
    }
}
