using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Linux.Neighbours;

/// <summary>ARP for IPv4 over Ethernet (RFC 826, RFC 5227), as whole frames. Pure.</summary>
internal static class ArpFrame
{
    public const int Size = EthernetFrame.HeaderSize + 28;
    private const ushort Request = 1, Reply = 2;
    private static readonly byte[] s_broadcast = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    /// <summary>RFC 5227 announcement: a request for the own address.</summary>
    public static byte[] AnnouncingRequest(MacAddress mac, IPAddress address) => Write(Request, mac, address, default, address);

    /// <summary>
    /// The same as a reply, for those that learn from replies only. Linux takes it for gratuitous, and past its
    /// one-second lock, only with the own MAC as target (net/ipv4/arp.c, arp_is_garp).
    /// </summary>
    public static byte[] AnnouncingReply(MacAddress mac, IPAddress address) => Write(Reply, mac, address, mac, address);

    /// <summary>RFC 5227 probe: asks for an address without a sender's, so that nobody learns from it.</summary>
    public static byte[] Probe(MacAddress mac, IPAddress address) => Write(Request, mac, IPAddress.Any, default, address);

    /// <summary>Asks as a machine does that wants to send.</summary>
    public static byte[] Question(MacAddress mac, IPAddress sender, IPAddress address) => Write(Request, mac, sender, default, address);

    /// <summary>The claim in a received frame; false when it is no ARP for IPv4 or claims nothing (a probe).</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, int interfaceIndex, out NeighbourClaim claim)
    {
        claim = default;
        if (frame.Length < Size)
        {
            return false;
        }

        var arp = frame[EthernetFrame.HeaderSize..];
        // Ethernet, IPv4, lengths 6 and 4; any operation claims its sender.
        if (!arp.StartsWith((ReadOnlySpan<byte>)[0, 1, 8, 0, 6, 4, 0]))
        {
            return false;
        }

        var sender = arp.Slice(14, 4);
        if (BinaryPrimitives.ReadUInt32BigEndian(sender) == 0)
        {
            return false;
        }

        claim = new NeighbourClaim(interfaceIndex, new IPAddress(sender), new MacAddress(arp.Slice(8, MacAddress.Size)));
        return true;
    }

    private static byte[] Write(ushort operation, MacAddress mac, IPAddress sender, MacAddress targetMac, IPAddress target)
    {
        if (target.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new ArgumentException($"{target} is no IPv4 address", nameof(target));
        }

        var frame = new byte[Size];
        EthernetFrame.WriteHeader(frame, s_broadcast, mac, EthernetFrame.Arp);
        var arp = frame.AsSpan(EthernetFrame.HeaderSize);
        ((ReadOnlySpan<byte>)[0, 1, 8, 0, 6, 4]).CopyTo(arp);
        BinaryPrimitives.WriteUInt16BigEndian(arp[6..], operation);
        mac.CopyTo(arp[8..]);
        sender.TryWriteBytes(arp[14..], out _);
        targetMac.CopyTo(arp[18..]);
        target.TryWriteBytes(arp[24..], out _);
        return frame;
    }
}
