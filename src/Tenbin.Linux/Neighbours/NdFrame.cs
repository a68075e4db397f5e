using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Linux.Neighbours;

/// <summary>Neighbour discovery for IPv6 over Ethernet (RFC 4861), as whole frames. Pure.</summary>
internal static class NdFrame
{
    private const int Ip = EthernetFrame.HeaderSize, Icmp = Ip + 40, Target = Icmp + 8, Options = Target + 16;
    private const int Size = Options + 8;
    private const byte IcmpV6 = 58, Solicitation = 135, Advertisement = 136;
    private const byte SourceLinkLayer = 1, TargetLinkLayer = 2;
    private const byte FlagRouter = 0x80, FlagOverride = 0x20;
    private static readonly IPAddress s_allNodes = IPAddress.Parse("ff02::1");

    /// <summary>Unsolicited advertisement to all nodes, with the override flag (§7.2.6).</summary>
    /// <param name="mac">Own MAC.</param>
    /// <param name="address">The address announced, also the sender.</param>
    /// <param name="isRouter">This machine forwards: without the flag, hosts that use it as a default router forget it (§7.2.5).</param>
    public static byte[] Announcement(MacAddress mac, IPAddress address, bool isRouter)
    {
        var frame = Write(Advertisement, mac, address, s_allNodes, address, TargetLinkLayer);
        frame[Icmp + 4] = (byte)(FlagOverride | (isRouter ? FlagRouter : 0));
        return Seal(frame);
    }

    /// <summary>
    /// Asks who has an address. With a sender the answer comes to us alone; from <c>::</c> (the form of duplicate
    /// detection) the holder answers to all nodes, and so makes them prefer it.
    /// </summary>
    public static byte[] Solicit(MacAddress mac, IPAddress address, IPAddress? sender)
    {
        Span<byte> wanted = stackalloc byte[16];
        address.TryWriteBytes(wanted, out _);
        // Solicited-node multicast (RFC 4291 §2.7.1): ff02::1:ff and the last 24 bits.
        ReadOnlySpan<byte> group = [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, wanted[13], wanted[14], wanted[15]];
        var frame = Write(Solicitation, mac, sender ?? IPAddress.IPv6Any, new IPAddress(group), address, SourceLinkLayer);
        // From :: it must not carry the option (§4.3).
        return Seal(sender is null ? frame[..Options] : frame);
    }

    /// <summary>The claim in a received frame; false when it is no well-formed advertisement with a MAC (§7.1.2).</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, int interfaceIndex, out NeighbourClaim claim)
    {
        const byte hopLimit = 255;
        claim = default;
        if (frame.Length < Options || frame[Ip + 6] != IcmpV6 || frame[Ip + 7] != hopLimit || frame[Icmp] != Advertisement || frame[Icmp + 1] != 0)
        {
            return false;
        }

        for (var rest = frame[Options..]; rest.Length >= 8 && rest[1] > 0 && rest.Length >= rest[1] * 8; rest = rest[(rest[1] * 8)..])
        {
            if (rest[0] == TargetLinkLayer)
            {
                claim = new NeighbourClaim(interfaceIndex, new IPAddress(frame.Slice(Target, 16)), new MacAddress(rest.Slice(2, MacAddress.Size)));
                return true;
            }
        }

        return false;
    }

    private static byte[] Write(byte type, MacAddress mac, IPAddress from, IPAddress to, IPAddress target, byte option)
    {
        if (target.AddressFamily != AddressFamily.InterNetworkV6)
        {
            throw new ArgumentException($"{target} is no IPv6 address", nameof(target));
        }

        var frame = new byte[Size];
        var ip = frame.AsSpan(Ip);
        ip[0] = 0x60;
        ip[6] = IcmpV6;
        ip[7] = 255;
        from.TryWriteBytes(ip[8..], out _);
        to.TryWriteBytes(ip[24..], out _);
        // RFC 2464 §7: 33:33 and the last 32 bits of the group.
        ReadOnlySpan<byte> group = [0x33, 0x33, ip[36], ip[37], ip[38], ip[39]];
        EthernetFrame.WriteHeader(frame, group, mac, EthernetFrame.IPv6);
        frame[Icmp] = type;
        target.TryWriteBytes(frame.AsSpan(Target), out _);
        frame[Options] = option;
        frame[Options + 1] = 1;
        mac.CopyTo(frame.AsSpan(Options + 2));
        return frame;
    }

    /// <summary>Fills in length and checksum (RFC 8200 §8.1).</summary>
    private static byte[] Seal(byte[] frame)
    {
        var length = (ushort)(frame.Length - Icmp);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ip + 4), length);
        uint sum = (uint)length + IcmpV6;
        for (var i = Ip + 8; i < Icmp; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(i));
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Icmp + 2), InternetChecksum.Of(frame.AsSpan(Icmp), sum));
        return frame;
    }
}
