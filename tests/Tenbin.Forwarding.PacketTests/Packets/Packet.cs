using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model;

namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>A TCP segment or UDP datagram in its frame, as a value: a changed copy has its checksums computed anew.</summary>
internal sealed record Packet
{
    public const byte Tcp = (byte)Protocol.Tcp, Udp = (byte)Protocol.Udp;

    public required Protocol Protocol { get; init; }

    public required IPEndPoint Source { get; init; }

    public required IPEndPoint Destination { get; init; }

    public required Macs Macs { get; init; }

    public IpFields Ip { get; init; } = new();

    public TcpFlags Flags { get; init; } = TcpFlags.Ack;

    /// <summary>Padded to whole words.</summary>
    public byte[] TcpOptions { get; init; } = [];

    public byte[] Payload { get; init; } = [];

    /// <summary>False: the checksum field of UDP over IPv4 is 0, "none" (RFC 768).</summary>
    public bool HasUdpChecksum { get; init; } = true;

    public bool IsV6 => Source.AddressFamily == AddressFamily.InterNetworkV6;

    public byte[] Frame() => Ethernet.Frame(Macs, IsV6, Layer3());

    /// <summary>From the IP header on.</summary>
    public byte[] Layer3() =>
        Packets.Ip.Make(Source.Address, Destination.Address, (byte)Protocol, Layer4(), Ip);

    /// <summary>Frames of the fragments that carry <paramref name="sizes"/> bytes of layer 4 each (all but the last in eights), and the rest.</summary>
    public byte[][] Fragments(params int[] sizes)
    {
        var layer4 = Layer4();
        List<byte[]> frames = [];
        var offset = 0;
        foreach (var size in (int[])[.. sizes, layer4.Length - sizes.Sum()])
        {
            var fields = Ip with { FragmentOffset = offset, MoreFragments = offset + size < layer4.Length };
            var ip = Packets.Ip.Make(Source.Address, Destination.Address, (byte)Protocol, layer4[offset..(offset + size)], fields);
            frames.Add(Ethernet.Frame(Macs, IsV6, ip));
            offset += size;
        }

        return [.. frames];
    }

    private byte[] Layer4()
    {
        var isTcp = Protocol == Protocol.Tcp;
        byte[] header = [.. new byte[isTcp ? 20 : 8], .. isTcp ? TcpOptions : []];
        var checkAt = isTcp ? 16 : 6;
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)Destination.Port);
        if (isTcp)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 0x01020304);
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), 0x05060708);
            header[12] = (byte)(header.Length / 4 << 4);
            header[13] = (byte)Flags;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(14), 0x7fff);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(header.Length + Payload.Length));
            if (!HasUdpChecksum)
            {
                return [.. header, .. Payload];
            }
        }

        var pseudo = Packets.Ip.PseudoHeader(Source.Address, Destination.Address, (byte)Protocol, header.Length + Payload.Length);
        var check = InternetChecksum.Of(pseudo, header, Payload);
        // Over UDP a sum of 0 is sent as all ones (RFC 768).
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(checkAt), check == 0 && !isTcp ? (ushort)0xffff : check);
        return [.. header, .. Payload];
    }
}
