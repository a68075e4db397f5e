using System.Buffers.Binary;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric.Packets;
using Tenbin.Lab.Cloud.Fabric.Tracking;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Fabric;

/// <content>ARP (RFC 826) and ND (RFC 4861): the book answers, whatever an instance would say.</content>
public static partial class Forwarder
{
    private const int ArpLength = Ethernet.HeaderLength + 28;
    private const int Solicitation = Ethernet.HeaderLength + 40;
    private const int AdvertisementLength = Solicitation + 32;

    /// <summary>The router of every subnet, for IPv6.</summary>
    public static Ip RouterLinkLocal { get; } = Ip.Parse("fe80:ec2::1");

    private static readonly Ip AllNodes = Ip.Parse("ff02::1");

    private static Verdict Arp(BookIndex book, NetworkInterface sender, Span<byte> buffer, int length)
    {
        if (length < ArpLength || !ArpRequest.TryRead(buffer, out var asked))
        {
            return Verdict.Drop(DropReason.Malformed);
        }

        if (!asked.IsRequest)
        {
            return Verdict.Drop(asked.Sender == asked.Target ? DropReason.GratuitousArp : DropReason.ArpReply);
        }

        if (asked.Sender == asked.Target)
        {
            return Verdict.Drop(DropReason.GratuitousArp);
        }

        if (Holder(book, sender, asked.Target) is not { } mac)
        {
            return Verdict.Drop(DropReason.NobodyHoldsTarget);
        }

        ArpRequest.WriteReply(buffer, mac, asked);
        return Verdict.Deliver(sender.Port, ArpLength);
    }

    private static Verdict Neighbour(BookIndex book, NetworkInterface sender, Packet packet, Span<byte> buffer, int length)
    {
        if (packet.IcmpType == Packet.NeighbourAdvertisement)
        {
            return Verdict.Drop(DropReason.UnsolicitedAdvertisement);
        }

        if (length < Solicitation + 24)
        {
            return Verdict.Drop(DropReason.Malformed);
        }

        var target = Ip.FromV6(buffer[(Solicitation + 8)..]);
        if (Holder(book, sender, target) is not { } mac)
        {
            return Verdict.Drop(DropReason.NobodyHoldsTarget);
        }

        WriteAdvertisement(buffer, sender.Mac, mac, target, packet.Source, isRouter: mac == Ethernet.Router);
        return Verdict.Deliver(sender.Port, AdvertisementLength);
    }

    /// <summary>Who is at an address, seen from an interface: one of its own subnet, or the router for what is not.</summary>
    private static MacAddress? Holder(BookIndex book, NetworkInterface asker, Ip target)
    {
        if (target == book.SubnetOf(asker).Router || target == RouterLinkLocal || target == MetadataLanes.Service)
        {
            return Ethernet.Router;
        }

        // Not to the holder itself: it asks only to learn whether another one has the address.
        return book.Owner(target) is { } owner && owner.SubnetId == asker.SubnetId && owner.Id != asker.Id ? owner.Mac : null;
    }

    /// <summary>Writes a neighbour advertisement: solicited when somebody asked, else to all nodes.</summary>
    private static void WriteAdvertisement(Span<byte> buffer, MacAddress to, MacAddress holder, Ip target, Ip asker, bool isRouter)
    {
        var toAll = asker.IsUnspecified;
        var frame = buffer[..AdvertisementLength];
        frame.Clear();
        Ethernet.Address(frame, to, isRouter ? Ethernet.Router : holder);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], Ethernet.V6);
        var ip = frame[Ethernet.HeaderLength..];
        ip[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], 32);
        ip[6] = Packet.IcmpV6;
        ip[7] = 255;
        target.CopyTo(ip[8..]);
        (toAll ? AllNodes : asker).CopyTo(ip[24..]);
        var icmp = ip[40..];
        icmp[0] = Packet.NeighbourAdvertisement;
        icmp[4] = (byte)((isRouter ? 0x80 : 0) | (toAll ? 0 : 0x40) | 0x20);
        target.CopyTo(icmp[8..]);
        icmp[24] = 2;
        icmp[25] = 1;
        holder.CopyTo(icmp[26..]);
        BinaryPrimitives.WriteUInt16BigEndian(icmp[2..], Checksum.Of(icmp, Checksum.Sum(ip[8..40], 32 + Packet.IcmpV6)));
    }

    /// <summary>The fabric's own word to an interface that an address is now elsewhere.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteAnnouncement(Span<byte> buffer, NetworkInterface to, MacAddress holder, Ip address)
    {
        if (address.IsV4)
        {
            ArpRequest.WriteAnnouncement(buffer, holder, address);
            return ArpLength;
        }

        WriteAdvertisement(buffer, to.Mac, holder, address, asker: default, isRouter: false);
        return AdvertisementLength;
    }
}
