using System.Buffers.Binary;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Tests.Fabric;

/// <summary>Whole frames with right checksums, made and checked apart from the code under test.</summary>
internal static class Frames
{
    public static MacAddress Router { get; } = MacAddress.Parse("02:00:5e:00:00:01");

    public static MacAddress Broadcast { get; } = MacAddress.Parse("ff:ff:ff:ff:ff:ff");

    public static byte[] Udp(MacAddress from, MacAddress to, string source, string destination, ushort sourcePort = 4000, ushort port = 53, int payload = 20)
    {
        var transport = new byte[8 + payload];
        BinaryPrimitives.WriteUInt16BigEndian(transport, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(transport.AsSpan(2), port);
        BinaryPrimitives.WriteUInt16BigEndian(transport.AsSpan(4), (ushort)transport.Length);
        transport.AsSpan(8).Fill(0x5a);
        return Packet(from, to, source, destination, 17, transport, checksumAt: 6);
    }

    public static byte[] Tcp(MacAddress from, MacAddress to, string source, string destination, ushort sourcePort, ushort port)
    {
        var transport = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(transport, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(transport.AsSpan(2), port);
        transport[12] = 0x50;
        transport[13] = 2;
        return Packet(from, to, source, destination, 6, transport, checksumAt: 16);
    }

    public static byte[] Echo(MacAddress from, MacAddress to, string source, string destination, bool reply = false, ushort id = 7)
    {
        var isV4 = !source.Contains(':', StringComparison.Ordinal);
        var transport = new byte[16];
        transport[0] = isV4 ? (byte)(reply ? 0 : 8) : (byte)(reply ? 129 : 128);
        BinaryPrimitives.WriteUInt16BigEndian(transport.AsSpan(4), id);
        return Packet(from, to, source, destination, isV4 ? (byte)1 : (byte)58, transport, checksumAt: 2);
    }

    /// <summary>An ICMP "fragmentation needed" about the packet in another frame.</summary>
    public static byte[] TooBig(MacAddress from, MacAddress to, string source, string destination, byte[] about)
    {
        var transport = new byte[8 + 28];
        transport[0] = 3;
        transport[1] = 4;
        BinaryPrimitives.WriteUInt16BigEndian(transport.AsSpan(6), 1400);
        about.AsSpan(14, 28).CopyTo(transport.AsSpan(8));
        return Packet(from, to, source, destination, 1, transport, checksumAt: 2);
    }

    /// <summary>IPv4 in IPv4.</summary>
    public static byte[] Tunnel(MacAddress from, MacAddress to, string source, string destination, byte[] inner) =>
        Packet(from, to, source, destination, 4, inner[14..], checksumAt: -1);

    /// <summary>A fragment of a UDP packet: the first begins with its header.</summary>
    public static byte[] Fragment(byte[] whole, ushort offset, bool more, ushort id)
    {
        var frame = whole.ToArray();
        var ip = frame.AsSpan(14);
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], id);
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], (ushort)((more ? 0x2000 : 0) | (offset / 8)));
        SealHeader(ip);
        return frame;
    }

    public static byte[] Arp(MacAddress from, MacAddress to, ushort operation, string sender, string target)
    {
        var frame = Ethernet(from, to, 0x0806, 28);
        var arp = frame.AsSpan(14);
        new byte[] { 0, 1, 8, 0, 6, 4 }.CopyTo(arp);
        BinaryPrimitives.WriteUInt16BigEndian(arp[6..], operation);
        from.CopyTo(arp[8..]);
        Ip.Parse(sender).CopyTo(arp[14..]);
        Ip.Parse(target).CopyTo(arp[24..]);
        return frame;
    }

    public static byte[] Solicit(MacAddress from, string source, string target)
    {
        var transport = new byte[32];
        transport[0] = 135;
        Ip.Parse(target).CopyTo(transport.AsSpan(8));
        transport[24] = 1;
        transport[25] = 1;
        from.CopyTo(transport.AsSpan(26));
        return Packet(from, MacAddress.Parse("33:33:ff:00:00:01"), source, "ff02::1:ff00:1", 58, transport, checksumAt: 2);
    }

    public static byte[] Advertise(MacAddress from, string address)
    {
        var transport = new byte[32];
        transport[0] = 136;
        Ip.Parse(address).CopyTo(transport.AsSpan(8));
        transport[24] = 2;
        transport[25] = 1;
        from.CopyTo(transport.AsSpan(26));
        return Packet(from, MacAddress.Parse("33:33:00:00:00:01"), address, "ff02::1", 58, transport, checksumAt: 2);
    }

    public static Ip Source(ReadOnlySpan<byte> frame) => IsV4(frame) ? Ip.FromV4(frame[26..]) : Ip.FromV6(frame[22..38]);

    public static Ip Destination(ReadOnlySpan<byte> frame) => IsV4(frame) ? Ip.FromV4(frame[30..]) : Ip.FromV6(frame[38..54]);

    public static MacAddress DestinationMac(ReadOnlySpan<byte> frame) => new(frame[..6]);

    public static MacAddress SourceMac(ReadOnlySpan<byte> frame) => new(frame[6..12]);

    /// <summary>Whether the header's checksum and that of TCP, UDP or ICMP are right.</summary>
    public static bool HasRightChecksums(ReadOnlySpan<byte> frame)
    {
        var ip = frame[14..];
        if (!IsV4(frame))
        {
            return Sum(ip[40..], Sum(ip[8..40], (uint)(ip.Length - 40 + ip[6]))) == 0xffff;
        }

        var transport = ip[20..];
        return Sum(ip[..20]) == 0xffff
            && (ip[9] is not (1 or 6 or 17) || Sum(transport, ip[9] == 1 ? 0 : Sum(ip[12..20], (uint)(transport.Length + ip[9]))) == 0xffff);
    }

    private static bool IsV4(ReadOnlySpan<byte> frame) => frame[12] == 0x08;

    private static byte[] Packet(MacAddress from, MacAddress to, string source, string destination, byte protocol, byte[] transport, int checksumAt)
    {
        var (src, dst) = (Ip.Parse(source), Ip.Parse(destination));
        var header = src.IsV4 ? 20 : 40;
        var frame = Ethernet(from, to, src.IsV4 ? (ushort)0x0800 : (ushort)0x86dd, header + transport.Length);
        var ip = frame.AsSpan(14);
        if (src.IsV4)
        {
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(20 + transport.Length));
            ip[8] = 64;
            ip[9] = protocol;
            src.CopyTo(ip[12..]);
            dst.CopyTo(ip[16..]);
            SealHeader(ip);
        }
        else
        {
            ip[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)transport.Length);
            ip[6] = protocol;
            ip[7] = 255;
            src.CopyTo(ip[8..]);
            dst.CopyTo(ip[24..]);
        }

        if (checksumAt >= 0)
        {
            // ICMP of version 4 covers no addresses.
            var pseudo = protocol == 1 ? 0 : Sum(src.IsV4 ? ip[12..20] : ip[8..40], (uint)(transport.Length + protocol));
            BinaryPrimitives.WriteUInt16BigEndian(transport.AsSpan(checksumAt), (ushort)~Sum(transport, pseudo));
        }

        transport.CopyTo(ip[header..]);
        return frame;
    }

    private static byte[] Ethernet(MacAddress from, MacAddress to, ushort type, int length)
    {
        var frame = new byte[14 + length];
        to.CopyTo(frame);
        from.CopyTo(frame.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), type);
        return frame;
    }

    private static void SealHeader(Span<byte> ip)
    {
        ip[10] = ip[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], (ushort)~Sum(ip[..20]));
    }

    private static uint Sum(ReadOnlySpan<byte> data, uint before = 0)
    {
        ulong sum = before;
        for (var i = 0; i < data.Length; i++)
        {
            sum += (ulong)data[i] << (i % 2 == 0 ? 8 : 0);
        }

        while (sum > 0xffff)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (uint)sum;
    }
}
