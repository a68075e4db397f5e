using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>What a router owes a packet: TTL and MTU.</summary>
public sealed class LimitTests(KernelFixture kernel)
{
    private const int Narrow = 1300;

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void An_endless_loop_dies_by_its_ttl(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of());
        foreach (byte ttl in (byte[])[0, 1])
        {
            Expect.Dropped(plane.FromClient(hook, cast.Request() with { Ip = new IpFields { Ttl = ttl } }));
        }

        Assert.Equal(2, plane.Count(PacketEvent.TtlExpired));
        var last = cast.Request() with { Ip = new IpFields { Ttl = 2 } };
        Expect.Sent(Reference.ToServer(last, cast.Server(), method, hook), plane.FromClient(hook, last));
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_reply_dies_by_its_ttl_too(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        plane.FromClient(hook, request);
        Expect.Dropped(plane.FromServer(hook, cast.Reply(request) with { Ip = new IpFields { Ttl = 1 } }));
        Assert.Equal(1, plane.Count(PacketEvent.TtlExpired));
    }

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void A_packet_too_big_for_the_way_to_the_server_is_answered(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        Narrowed(plane, cast);
        plane.Reconcile(cast.Of());
        var fits = OfLength(cast.Request(), Narrow);
        Expect.Sent(Reference.ToServer(fits, cast.Server(), method, hook), plane.FromClient(hook, fits));
        var large = OfLength(cast.Request(), Narrow + 1);
        Expect.TooBig(large, Narrow, plane.FromClient(hook, large), hook);
        Assert.Equal(1, plane.Count(PacketEvent.TooBig));
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_reply_too_big_for_the_way_to_the_client_is_answered(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Hops.Reset(clientMtu: Narrow);
        plane.WriteInterfaces();
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        plane.FromClient(hook, request);
        var fits = OfLength(cast.Reply(request), Narrow);
        Expect.Sent(Reference.ToClient(fits, request), plane.FromServer(hook, fits));
        var large = OfLength(cast.Reply(request), Narrow + 1);
        Expect.TooBig(large, Narrow, plane.FromServer(hook, large), hook);
    }

    [Theory]
    [InlineData(Family.V4, Protocol.Tcp)]
    [InlineData(Family.V6, Protocol.Tcp)]
    [InlineData(Family.V4, Protocol.Udp)]
    [InlineData(Family.V6, Protocol.Udp)]
    public void A_gso_packet_is_measured_by_its_segments(Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        Narrowed(plane, cast);
        plane.Reconcile(cast.Of());
        var headers = (cast.Request() with { Payload = [] }).Layer3().Length;
        var fitting = Narrow - headers;
        var packet = cast.Request(flags: TcpFlags.Ack) with { Payload = new byte[2 * fitting - 100] };
        var outcome = plane.FromClient(Hook.Tc, packet.Frame(), gsoSize: fitting, segments: 2);
        Expect.Sent(Reference.ToServer(packet, cast.Server(), ForwardingMethod.Nat, Hook.Tc), outcome);
        var traffic = plane.Counters(cast.Server()).Traffic;
        Assert.Equal(2, traffic.PacketsIn);
        Assert.Equal(2 * headers + packet.Payload.Length, traffic.BytesIn);

        var tooLong = plane.FromClient(Hook.Tc, packet.Frame(), gsoSize: fitting + 1, segments: 2);
        Expect.TooBig(packet, Narrow, tooLong, Hook.Tc);
    }

    private static void Narrowed(Plane plane, Cast cast) =>
        plane.Hops[cast.Server().Address] = plane.Hops.OnLink(cast.Server().Address) with { Mtu = Narrow };

    private static Packet OfLength(Packet packet, int length) =>
        packet with { Payload = new byte[length - (packet with { Payload = [] }).Layer3().Length] };
}
