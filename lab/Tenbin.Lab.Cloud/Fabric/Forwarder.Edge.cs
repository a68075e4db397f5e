using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric.Packets;
using Tenbin.Lab.Cloud.Fabric.Tracking;

namespace Tenbin.Lab.Cloud.Fabric;

/// <content>The Internet gateway: public addresses stand for private ones, one to one.</content>
public static partial class Forwarder
{
    /// <summary>Longest packet that the edge carries ("Network MTU", EC2 User Guide).</summary>
    public const int EdgeMtu = 1500;

    private static Verdict ToEdge(Turn turn, NetworkInterface sender, Packet packet, Span<byte> buffer, int length)
    {
        if (!SecurityCheck.Passes(turn.Book, turn.State, sender, buffer[..length], packet, outgoing: true, turn.Now))
        {
            return Verdict.Drop(DropReason.SecurityGroupEgress);
        }

        // Even with the source/destination check off: a reply of a server behind direct routing ends here.
        if (!sender.Holds(packet.Source))
        {
            return Verdict.Drop(DropReason.EdgeForeignSource);
        }

        if (packet.Length > EdgeMtu)
        {
            return Verdict.Drop(DropReason.EdgeTooLong);
        }

        if (packet.IsV4)
        {
            if (turn.Book.ElasticByPrivate(packet.Source) is not { } elastic)
            {
                return Verdict.Drop(DropReason.EdgeNoPublicAddress);
            }

            Rewriting.SetSource(buffer[..length], packet, elastic.Public);
            packet = packet with { Source = elastic.Public };
        }

        // What one public address of the VPC sends to another turns round at the edge.
        return turn.Book.Host(packet.Destination) is { } host
            ? ToHost(host, buffer, length)
            : Inward(turn, packet, buffer, length);
    }

    private static Verdict FromInternet(BookIndex book, FabricState state, InternetHost host, Span<byte> buffer, int length, TimeSpan now)
    {
        if (Ethernet.Source(buffer) != host.Mac)
        {
            return Verdict.Drop(DropReason.ForeignSourceMac);
        }

        var type = Ethernet.Type(buffer);
        if (type == Ethernet.Arp)
        {
            return ArpOnInternet(host, buffer, length);
        }

        if (type is not (Ethernet.V4 or Ethernet.V6))
        {
            return Verdict.Drop(DropReason.UnknownProtocol);
        }

        if (!Packet.TryRead(buffer[..length], Ethernet.HeaderLength, embedded: false, out var packet))
        {
            return Verdict.Drop(DropReason.Malformed);
        }

        if (packet.IsNeighbourDiscovery)
        {
            return NeighbourOnInternet(host, packet, buffer, length);
        }

        if (Ethernet.IsGroup(buffer) || packet.Destination.IsMulticast)
        {
            return Verdict.Drop(Ethernet.IsBroadcast(buffer) ? DropReason.Broadcast : DropReason.Multicast);
        }

        if (packet.Source != host.V4 && packet.Source != host.V6)
        {
            return Verdict.Drop(DropReason.InternetSpoofed);
        }

        if (packet.Length > EdgeMtu)
        {
            return Verdict.Drop(DropReason.EdgeTooLong);
        }

        return book.Host(packet.Destination) is { } other
            ? ToHost(other, buffer, length)
            : Inward(new(book, state, now), state.Fragments.Complete(packet, now), buffer, length);
    }

    private static Verdict Inward(Turn turn, Packet packet, Span<byte> buffer, int length)
    {
        var (receiver, reason) = packet.IsV4 ? InwardV4(turn.Book, ref packet, buffer[..length]) : InwardV6(turn.Book, packet.Destination);
        if (receiver is null)
        {
            return Verdict.Drop(reason);
        }

        Ethernet.Address(buffer, receiver.Mac, Ethernet.Router);
        return Into(turn, receiver, packet, buffer, length);
    }

    private static (NetworkInterface? Receiver, DropReason Reason) InwardV4(BookIndex book, ref Packet packet, Span<byte> frame)
    {
        if (book.ElasticByPublic(packet.Destination) is not { } elastic)
        {
            return (null, DropReason.NoSuchInternetHost);
        }

        if (elastic.Association is not { } association)
        {
            return (null, DropReason.EdgeNotAssociated);
        }

        if (!HasWayOut(book, association.InterfaceId, packet.Source))
        {
            return (null, DropReason.EdgeSubnetIsPrivate);
        }

        Rewriting.SetDestination(frame, packet, association.Private);
        packet = packet with { Destination = association.Private };
        return (book.Book.Interfaces[association.InterfaceId], DropReason.None);
    }

    private static (NetworkInterface? Receiver, DropReason Reason) InwardV6(BookIndex book, Ip destination)
    {
        if (!book.Book.Contains(destination))
        {
            return (null, DropReason.NoSuchInternetHost);
        }

        return book.Owner(destination) is not { } owner ? (null, DropReason.NobodyHoldsAddress)
            : HasWayOut(book, owner.Id, destination) ? (owner, DropReason.None)
            : (null, DropReason.EdgeSubnetIsPrivate);
    }

    /// <summary>A subnet is public when its route table leads to the Internet gateway; of the family of <paramref name="any"/>.</summary>
    private static bool HasWayOut(BookIndex book, string interfaceId, Ip any)
    {
        foreach (var route in book.Book.RouteTables[book.SubnetOf(book.Book.Interfaces[interfaceId]).RouteTableId].Routes)
        {
            if (route.Target == RouteTarget.InternetGateway && route.Destination.Network.IsV4 == any.IsV4)
            {
                return true;
            }
        }

        return false;
    }

    private static Verdict ToHost(InternetHost host, Span<byte> buffer, int length)
    {
        Ethernet.Address(buffer, host.Mac, Ethernet.Router);
        return Verdict.Deliver(host.Port, length);
    }

    /// <summary>Everything but a machine itself is behind its router, whatever prefix it has been given.</summary>
    private static Verdict ArpOnInternet(InternetHost host, Span<byte> buffer, int length)
    {
        if (length < ArpLength || !ArpRequest.TryRead(buffer, out var asked))
        {
            return Verdict.Drop(DropReason.Malformed);
        }

        if (!asked.IsRequest || asked.Target == host.V4)
        {
            return Verdict.Drop(asked.Sender == asked.Target ? DropReason.GratuitousArp : DropReason.NobodyHoldsTarget);
        }

        ArpRequest.WriteReply(buffer, Ethernet.Router, asked);
        return Verdict.Deliver(host.Port, ArpLength);
    }

    private static Verdict NeighbourOnInternet(InternetHost host, Packet packet, Span<byte> buffer, int length)
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
        if (target == host.V6 || packet.Source.IsUnspecified)
        {
            return Verdict.Drop(DropReason.NobodyHoldsTarget);
        }

        WriteAdvertisement(buffer, host.Mac, Ethernet.Router, target, packet.Source, isRouter: true);
        return Verdict.Deliver(host.Port, AdvertisementLength);
    }
}
