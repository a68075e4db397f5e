using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric.Packets;
using Tenbin.Lab.Cloud.Fabric.Tracking;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Fabric;

/// <content>
/// The metadata service: who asks is the interface that the question came in by, not the address in it. So an instance
/// whose way there leads over another instance gets that one's answers, or none.
/// </content>
public static partial class Forwarder
{
    /// <summary>The service's own hardware address.</summary>
    public static MacAddress MetadataMac { get; } = MacAddress.Parse("02:00:5e:00:00:fe");

    private static Verdict ToMetadata(FabricState state, NetworkInterface sender, Packet packet, Span<byte> buffer, int length)
    {
        Rewriting.SetSource(buffer[..length], packet, state.Lanes.Of(sender.Port, packet.Source));
        Ethernet.Address(buffer, MetadataMac, Ethernet.Router);
        return Verdict.Deliver(Verdict.MetadataPort, length);
    }

    private static Verdict FromMetadata(BookIndex book, FabricState state, Span<byte> buffer, int length)
    {
        if (Ethernet.Type(buffer) == Ethernet.Arp)
        {
            // Everyone is behind the router.
            if (length < ArpLength || !ArpRequest.TryRead(buffer, out var asked) || !asked.IsRequest || asked.Target == MetadataLanes.Service)
            {
                return Verdict.Drop(DropReason.NobodyHoldsTarget);
            }

            ArpRequest.WriteReply(buffer, Ethernet.Router, asked);
            return Verdict.Deliver(Verdict.MetadataPort, ArpLength);
        }

        if (!Packet.TryRead(buffer[..length], Ethernet.HeaderLength, embedded: false, out var packet) || !packet.IsV4)
        {
            return Verdict.Drop(DropReason.UnknownProtocol);
        }

        if (state.Lanes.EndOf(packet.Destination) is not (var port, var source) || book.InterfaceAt(port) is not { } asker || !book.IsLive(asker))
        {
            return Verdict.Drop(DropReason.InstanceStopped);
        }

        Rewriting.SetDestination(buffer[..length], packet, source);
        Ethernet.Address(buffer, asker.Mac, Ethernet.Router);
        return Verdict.Deliver(asker.Port, length);
    }
}
