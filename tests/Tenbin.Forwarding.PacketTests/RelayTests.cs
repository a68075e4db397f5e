using System.Net;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Linux;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>A planned move: the old owner sends on what still comes to it, the next one forwards that and nothing else.</summary>
public sealed class RelayTests(KernelFixture kernel)
{
    private const int Group = 3;
    private const byte Node = 1, Third = 2;
    private const long OneHour = 3_600_000_000_000;
    private static readonly MacAddress s_nodeOutside = MacAddress.Parse("02:00:00:00:00:d1"), s_nodeInside = MacAddress.Parse("02:00:00:00:00:d2");
    private static readonly IPNetwork s_outside = IPNetwork.Parse("203.0.113.0/24");

    private static long Later => Clock.BootTime + OneHour;

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void A_request_goes_on_to_the_next_owner_as_it_came(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var (plane, cast) = Gated(new Cast(family, protocol, method));
        plane.Gates.Relay(Group, Node, Later);
        var request = cast.Request();

        var outcome = plane.FromClient(hook, request);

        Expect.Sent(Relayed(request, s_nodeOutside, Wiring.ClientNicMac), outcome);
        Assert.Equal((1, 0), (plane.Count(PacketEvent.Relayed), plane.Count(PacketEvent.GateClosed)));
        Assert.Equal(0, plane.Size("sessions"));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Whatever_else_comes_for_the_address_goes_on_too(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        plane.Gates.Relay(Group, Node, Later);
        var request = cast.Request() with { Payload = new byte[200] };

        foreach (var frame in request.Fragments(64, 64))
        {
            Assert.True(plane.FromClient(hook, frame).IsSent);
        }

        Assert.True(plane.FromClient(hook, request with { Destination = new IPEndPoint(cast.Service.Address, 22) }).IsSent);
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_reply_of_a_session_that_the_next_owner_knows_goes_on_too(Hook hook, Family family, Protocol protocol)
    {
        var (plane, cast) = Gated(new Cast(family, protocol));
        var request = Begin(plane, cast, hook);
        Age(plane, cast, request);
        plane.Gates.Relay(Group, Node, Later);
        plane.Gates.SetDeadline(Group, 0);

        Expect.Sent(Relayed(cast.Reply(request), s_nodeInside, Wiring.ServerNicMac), plane.FromServer(hook, cast.Reply(request)));
        Expect.Sent(
            Relayed(cast.Request(flags: TcpFlags.Ack), s_nodeOutside, Wiring.ClientNicMac), plane.FromClient(hook, cast.Request(flags: TcpFlags.Ack)));
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Invariant3_a_session_that_the_next_owner_may_not_know_yet_waits(Hook hook, Family family, Protocol protocol)
    {
        var (plane, cast) = Gated(new Cast(family, protocol));
        var request = Begin(plane, cast, hook);
        plane.Gates.Relay(Group, Node, Later);
        plane.Gates.SetDeadline(Group, 0);

        Expect.Dropped(plane.FromServer(hook, cast.Reply(request)));
        Expect.Dropped(plane.FromClient(hook, cast.Request(flags: TcpFlags.Ack)));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant6_an_open_gate_relays_nothing_and_time_ends_it(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        plane.Gates.Relay(Group, Node, Later);
        plane.Gates.SetDeadline(Group, Later);
        Expect.Sent(Reference.ToServer(cast.Request(), cast.Server(), cast.Method, hook), plane.FromClient(hook, cast.Request()));

        plane.Gates.SetDeadline(Group, 0);
        plane.Gates.Relay(Group, Node, Clock.BootTime - 1_000);
        Expect.Dropped(plane.FromClient(hook, cast.Request(client: 2)));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_loop_between_two_nodes_dies(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        plane.Gates.Relay(Group, Node, Later);

        Expect.Dropped(plane.FromClient(hook, cast.Request() with { Ip = new IpFields { Ttl = 1 } }));
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void A_node_that_is_on_no_common_network_gets_nothing(Hook hook)
    {
        var (plane, cast) = Gated(new Cast(Family.V4));
        plane.Gates.Relay(Group, Third, Later);

        Expect.Dropped(plane.FromClient(hook, cast.Request()));
    }

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Invariant6_before_its_gate_opens_the_next_owner_forwards_what_is_relayed_and_nothing_else(
        Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var (plane, cast) = Gated(new Cast(family, protocol, method));
        plane.Gates.Accept(Group, Node, Later);
        var relayed = cast.Request() with { Macs = new Macs(Wiring.ClientNicMac, s_nodeOutside) };

        Expect.Dropped(plane.FromClient(hook, cast.Request()));
        Expect.Sent(Reference.ToServer(relayed, cast.Server(), method, hook), plane.FromClient(hook, relayed));
        if (method == ForwardingMethod.Nat)
        {
            var reply = cast.Reply(cast.Request());
            Expect.Dropped(plane.FromServer(hook, reply));
            var verdict = plane.FromServer(hook, reply with { Macs = new Macs(Wiring.ServerNicMac, s_nodeInside) }).Verdict;
            Assert.Equal(hook == Hook.Tc ? Verdict.Redirect : Verdict.Pass, verdict);
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant6_neither_what_another_node_relays_nor_what_comes_too_late_is_forwarded(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        var relayed = cast.Request() with { Macs = new Macs(Wiring.ClientNicMac, s_nodeOutside) };

        plane.Gates.Accept(Group, Third, Later);
        Expect.Dropped(plane.FromClient(hook, relayed));
        plane.Gates.Accept(Group, Node, Clock.BootTime - 1_000);
        Expect.Dropped(plane.FromClient(hook, relayed));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_client_is_not_taken_to_be_where_its_packets_are_relayed_from(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        var request = Begin(plane, cast, hook);
        var relayed = cast.Request(flags: TcpFlags.Ack) with { Macs = new Macs(Wiring.ClientNicMac, s_nodeOutside) };

        Assert.True(plane.FromClient(hook, relayed).IsSent);

        Expect.Sent(Reference.ToClient(cast.Reply(request), request), plane.FromServer(hook, cast.Reply(request)));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_session_that_a_relayed_packet_begins_is_answered_by_the_kernels_own_way_to_the_client(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        plane.Gates.Accept(Group, Node, Later);
        var relayed = cast.Request() with { Macs = new Macs(Wiring.ClientNicMac, s_nodeOutside) };
        Assert.True(plane.FromClient(hook, relayed).IsSent);
        plane.Gates.SetDeadline(Group, Later);

        var outcome = plane.FromServer(hook, cast.Reply(cast.Request()));

        Assert.Equal(hook == Hook.Tc ? Verdict.Redirect : Verdict.Pass, outcome.Verdict);
    }

    [Fact]
    public void Who_accepts_may_answer_from_the_address_but_not_announce_it()
    {
        var (plane, cast) = Gated(new Cast(Family.V4));
        var request = cast.Request();
        var answer = (request with
        {
            Source = request.Destination, Destination = request.Source, Macs = new Macs(Wiring.RouterMac, Wiring.ClientNicMac),
        }).Frame();
        var arp = Arp.Frame(new Macs(Wiring.RouterMac, Wiring.ClientNicMac), Arp.Reply, cast.Service.Address, cast.Client().Address);
        Expect.Dropped(plane.Leaving(answer));

        plane.Gates.Accept(Group, Node, Later);

        Expect.Untouched(answer, plane.Leaving(answer));
        Expect.Dropped(plane.Leaving(arp));
    }

    [Fact]
    public void Invariant6_who_is_to_accept_relays_no_more_and_the_other_way_round()
    {
        var (plane, cast) = Gated(new Cast(Family.V4));
        plane.Gates.Relay(Group, Node, Later);
        plane.Gates.Accept(Group, Node, Later);
        Expect.Dropped(plane.FromClient(Hook.Tc, cast.Request()));

        plane.Gates.Relay(Group, Node, Later);
        var relayed = plane.FromClient(Hook.Tc, cast.Request() with { Macs = new Macs(Wiring.ClientNicMac, s_nodeOutside) });
        Assert.Equal(0, plane.Size("sessions"));
        Assert.True(relayed.IsSent);
    }

    private static byte[] Relayed(Packet packet, MacAddress to, MacAddress from) =>
        (packet with { Macs = new Macs(to, from), Ip = packet.Ip with { Ttl = (byte)(packet.Ip.Ttl - 1) } }).Frame();

    private static Packet Begin(Plane plane, Cast cast, Hook hook)
    {
        plane.Gates.SetDeadline(Group, Later);
        Assert.True(plane.FromClient(hook, cast.Request()).IsSent);
        return cast.Request();
    }

    /// <summary>As if the session had begun an hour ago.</summary>
    private static void Age(Plane plane, Cast cast, Packet request)
    {
        var flow = Flow.Between(request.Source, cast.Service);
        Assert.True(plane["sessions"].TryLookup(flow, out SessionEntry entry));
        entry.Created -= (ulong)OneHour;
        plane["sessions"].Update(flow, entry);
    }

    private (Plane Plane, Cast Cast) Gated(Cast cast)
    {
        var plane = kernel.Plane();
        plane.Reconcile(cast.Of());
        plane.Gates.SetGroups([new GatedGroup("front", Group, [cast.Service.Address])]);
        plane.Hops.Reset(clientNetworks: [s_outside]);
        plane.Relays.SetPlaces(Node, [new NodePlace(IPAddress.Parse("203.0.113.3"), s_nodeOutside), new NodePlace(IPAddress.Parse("10.0.0.250"), s_nodeInside)]);
        plane.Relays.SetPlaces(Third, [new NodePlace(IPAddress.Parse("192.0.2.3"), MacAddress.Parse("02:00:00:00:00:d3"))]);
        plane.Relays.Reconcile(plane.Hops);
        return (plane, cast);
    }
}
