using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric.Packets;
using Tenbin.Lab.Cloud.Fabric.Tracking;

namespace Tenbin.Lab.Cloud.Fabric;

/// <summary>The forwarding rules, without I/O or clock. Where each comes from: <c>docs/lab-vpc.md</c>.</summary>
public static partial class Forwarder
{
    /// <summary>Decides on one frame.</summary>
    /// <param name="book">What the VPC knows.</param>
    /// <param name="state">What the fabric remembers; changes.</param>
    /// <param name="ingress">The port that it came in by.</param>
    /// <param name="buffer">Begins with the frame, and is rewritten into what is delivered, or into the answer.</param>
    /// <param name="length">Bytes of the frame; the buffer has room for at least 128.</param>
    /// <param name="now">The fabric's clock.</param>
    public static Verdict Forward(BookIndex book, FabricState state, int ingress, Span<byte> buffer, int length, TimeSpan now)
    {
        if (length < Ethernet.HeaderLength)
        {
            return Verdict.Drop(DropReason.Malformed);
        }

        if (ingress == Verdict.MetadataPort)
        {
            return FromMetadata(book, state, buffer, length);
        }

        if (book.HostAt(ingress) is { } host)
        {
            return FromInternet(book, state, host, buffer, length, now);
        }

        return book.InterfaceAt(ingress) is { } sender
            ? FromInstance(new(book, state, now), sender, buffer, length)
            : Verdict.Drop(DropReason.InstanceStopped);
    }

    private static Verdict FromInstance(Turn turn, NetworkInterface sender, Span<byte> buffer, int length)
    {
        if (!turn.Book.IsLive(sender))
        {
            return Verdict.Drop(DropReason.InstanceStopped);
        }

        if (Ethernet.Source(buffer) != sender.Mac)
        {
            return Verdict.Drop(DropReason.ForeignSourceMac);
        }

        var type = Ethernet.Type(buffer);
        if (type == Ethernet.Arp)
        {
            return Arp(turn.Book, sender, buffer, length);
        }

        if (type is not (Ethernet.V4 or Ethernet.V6))
        {
            return Verdict.Drop(DropReason.UnknownProtocol);
        }

        if (!Packet.TryRead(buffer[..length], Ethernet.HeaderLength, embedded: false, out var packet))
        {
            return Verdict.Drop(DropReason.Malformed);
        }

        return packet.IsNeighbourDiscovery
            ? Neighbour(turn.Book, sender, packet, buffer, length)
            : FromInstance(turn, sender, turn.State.Fragments.Complete(packet, turn.Now), buffer, length);
    }

    private static Verdict FromInstance(Turn turn, NetworkInterface sender, Packet packet, Span<byte> buffer, int length)
    {
        if (Ethernet.IsBroadcast(buffer))
        {
            return Verdict.Drop(DropReason.Broadcast);
        }

        if (Ethernet.IsGroup(buffer) || packet.Destination.IsMulticast)
        {
            return Verdict.Drop(DropReason.Multicast);
        }

        if (sender.SourceDestCheck && !sender.Holds(packet.Source) && packet.Source != sender.LinkLocal)
        {
            return Verdict.Drop(DropReason.SourceCheck);
        }

        var mac = Ethernet.Destination(buffer);
        if (mac == Ethernet.Router)
        {
            return Routed(turn, sender, packet, buffer, length);
        }

        // Inside a subnet the destination MAC alone decides: else direct routing could not work.
        return turn.Book.InterfaceWith(mac) is { } receiver && receiver.SubnetId == sender.SubnetId && receiver.Id != sender.Id
            ? Between(turn, sender, receiver, packet, buffer, length)
            : Verdict.Drop(DropReason.UnknownMac);
    }

    /// <summary>What the router was given goes by its address and the subnet's route table.</summary>
    private static Verdict Routed(Turn turn, NetworkInterface sender, Packet packet, Span<byte> buffer, int length)
    {
        var (book, subnet) = (turn.Book, turn.Book.SubnetOf(sender));
        if (packet.Destination == MetadataLanes.Service)
        {
            return ToMetadata(turn.State, sender, packet, buffer, length);
        }

        if (packet.Destination == subnet.Router || packet.Destination == RouterLinkLocal)
        {
            return Verdict.Drop(DropReason.RouterItself);
        }

        if (packet.Destination.IsLinkLocal)
        {
            return Verdict.Drop(DropReason.NoSuchLinkLocal);
        }

        switch (book.Book.RouteTables[subnet.RouteTableId].Find(packet.Destination))
        {
            case null:
                return Verdict.Drop(DropReason.NoRoute);
            case { Target: RouteTarget.InternetGateway }:
                return ToEdge(turn, sender, packet, buffer, length);
            case { Target: RouteTarget.Local }:
                return book.Owner(packet.Destination) is { } owner
                    ? Between(turn, sender, owner, packet, buffer, length)
                    : Verdict.Drop(DropReason.NobodyHoldsAddress);
            case { TargetId: var id }:
                return book.Book.Interfaces.TryGetValue(id, out var target) && book.IsLive(target)
                    ? Between(turn, sender, target, packet, buffer, length)
                    : Verdict.Drop(DropReason.BlackholeRoute);
        }
    }

    private static Verdict Between(
        Turn turn, NetworkInterface sender, NetworkInterface receiver, Packet packet, Span<byte> buffer, int length)
    {
        if (!SecurityCheck.Passes(turn.Book, turn.State, sender, buffer[..length], packet, outgoing: true, turn.Now))
        {
            return Verdict.Drop(DropReason.SecurityGroupEgress);
        }

        // Past the router a frame comes from the router's MAC; inside a subnet it stays as it was sent.
        if (Ethernet.Destination(buffer) == Ethernet.Router)
        {
            Ethernet.Address(buffer, receiver.Mac, Ethernet.Router);
        }

        return Into(turn, receiver, packet, buffer, length);
    }

    private static Verdict Into(Turn turn, NetworkInterface receiver, Packet packet, Span<byte> buffer, int length)
    {
        if (!turn.Book.IsLive(receiver))
        {
            return Verdict.Drop(DropReason.InstanceStopped);
        }

        if (receiver.SourceDestCheck && !receiver.Holds(packet.Destination) && packet.Destination != receiver.LinkLocal)
        {
            return Verdict.Drop(DropReason.DestinationCheck);
        }

        return SecurityCheck.Passes(turn.Book, turn.State, receiver, buffer[..length], packet, outgoing: false, turn.Now)
            ? Verdict.Deliver(receiver.Port, length)
            : Verdict.Drop(DropReason.SecurityGroupIngress);
    }

    /// <summary>What all rules need for one frame.</summary>
    private readonly record struct Turn(BookIndex Book, FabricState State, TimeSpan Now);
}
