using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>An ICMP or ICMPv6 error about an embedded packet.</summary>
internal sealed record IcmpError
{
    public const byte Icmp = 1, IcmpV6 = 58;

    public required IPAddress Source { get; init; }

    public required IPAddress Destination { get; init; }

    public required Macs Macs { get; init; }

    public required byte Type { get; init; }

    public byte Code { get; init; }

    /// <summary>The four bytes after the checksum, e.g. the MTU.</summary>
    public uint Rest { get; init; }

    /// <summary>The packet that the error is about, from its IP header on, cut off as the sender pleased.</summary>
    public required byte[] Embedded { get; init; }

    public IpFields Ip { get; init; } = new() { DontFragment = false };

    public bool IsV6 => Source.AddressFamily == AddressFamily.InterNetworkV6;

    public byte[] Frame()
    {
        byte[] icmp = [Type, Code, 0, 0, .. new byte[4], .. Embedded];
        var protocol = IsV6 ? IcmpV6 : Icmp;
        BinaryPrimitives.WriteUInt32BigEndian(icmp.AsSpan(4), Rest);
        var pseudo = IsV6 ? Packets.Ip.PseudoHeader(Source, Destination, protocol, icmp.Length) : [];
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(2), InternetChecksum.Of(pseudo, icmp));
        return Ethernet.Frame(Macs, IsV6, Packets.Ip.Make(Source, Destination, protocol, icmp, Ip));
    }
}
