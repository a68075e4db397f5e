using System.Net;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>What must come out, said as plainly as can be; checksums follow from the values, never from each other.</summary>
internal static class Reference
{
    /// <summary>A client's packet on its way to a server. tc leaves the MACs to the kernel's neighbour table.</summary>
    public static Packet ToServer(Packet packet, ServerAddress server, ForwardingMethod method, Hook hook) => packet with
    {
        Destination = method == ForwardingMethod.Nat ? new IPEndPoint(server.Address, server.Port) : packet.Destination,
        Ip = Routed(packet.Ip),
        Macs = hook == Hook.Xdp ? new Macs(Wiring.MacOf(server.Address), Wiring.ServerNicMac) : packet.Macs,
    };

    /// <summary>A nat server's reply on its way to the client who sent <paramref name="request"/>.</summary>
    public static Packet ToClient(Packet reply, Packet request) => reply with
    {
        Source = request.Destination,
        Ip = Routed(reply.Ip),
        Macs = new Macs(request.Macs.From, request.Macs.To),
    };

    public static IpFields Routed(IpFields ip) => ip with { Ttl = (byte)(ip.Ttl - 1) };
}
