using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model;

namespace Tenbin.Forwarding.Ebpf.Reading;

/// <summary>The first packet that a client would send: a TCP SYN or a UDP datagram without data. Checksums are left out: nobody looks.</summary>
internal static class QuestionPacket
{
    private const int EthernetLength = 14;
    private const byte Ttl = 64;
    private const byte Syn = 0x02;

    public static byte[] Make(IPEndPoint client, ServiceAddress service)
    {
        var isV6 = client.AddressFamily == AddressFamily.InterNetworkV6;
        var isTcp = service.Protocol == Protocol.Tcp;
        var ipLength = isV6 ? 40 : 20;
        var l4Length = isTcp ? 20 : 8;
        var packet = new byte[EthernetLength + ipLength + l4Length];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(12), isV6 ? (ushort)0x86dd : (ushort)0x0800);
        var ip = packet.AsSpan(EthernetLength);
        if (isV6)
        {
            ip[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)l4Length);
            ip[6] = (byte)service.Protocol;
            ip[7] = Ttl;
            client.Address.TryWriteBytes(ip[8..], out _);
            service.Address.TryWriteBytes(ip[24..], out _);
        }
        else
        {
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(ipLength + l4Length));
            ip[8] = Ttl;
            ip[9] = (byte)service.Protocol;
            client.Address.TryWriteBytes(ip[12..], out _);
            service.Address.TryWriteBytes(ip[16..], out _);
        }

        var l4 = ip[ipLength..];
        BinaryPrimitives.WriteUInt16BigEndian(l4, (ushort)client.Port);
        BinaryPrimitives.WriteUInt16BigEndian(l4[2..], service.Port);
        if (isTcp)
        {
            l4[12] = 5 << 4;
            l4[13] = Syn;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(l4[4..], (ushort)l4Length);
        }

        return packet;
    }
}
