using System.Net;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Linux;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>What comes in for a gated address, or leaves from it through the programs, needs an open gate.</summary>
public sealed class GateTests(KernelFixture kernel)
{
    private const int Group = 3;
    private const long OneHour = 3_600_000_000_000;

    private static long Later => Clock.BootTime + OneHour;

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Invariant6_a_closed_gate_drops_requests_and_begins_no_session(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var (plane, cast) = Gated(new Cast(family, protocol, method));
        Expect.Dropped(plane.FromClient(hook, cast.Request()));
        Assert.Equal(0, plane.Size("sessions"));
        Assert.Equal(1, plane.Count(PacketEvent.GateClosed));
        plane.Gates.SetDeadline(Group, Later);
        Expect.Sent(Reference.ToServer(cast.Request(), cast.Server(), method, hook), plane.FromClient(hook, cast.Request()));
        Assert.Equal(1, plane.Count(PacketEvent.GateClosed));
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Invariant6_a_gate_that_closes_stops_a_live_session_both_ways(Hook hook, Family family, Protocol protocol)
    {
        var (plane, cast) = Gated(new Cast(family, protocol));
        plane.Gates.SetDeadline(Group, Later);
        var request = cast.Request();
        Assert.True(plane.FromClient(hook, request).IsSent);
        plane.Gates.SetDeadline(Group, 0);
        Expect.Dropped(plane.FromClient(hook, cast.Request(flags: TcpFlags.Ack)));
        Expect.Dropped(plane.FromServer(hook, cast.Reply(request)));
        plane.Gates.SetDeadline(Group, Later);
        Expect.Sent(Reference.ToClient(cast.Reply(request), request), plane.FromServer(hook, cast.Reply(request)));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant6_only_a_deadline_ahead_opens(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        foreach (var deadline in new[] { 0, 1, Clock.BootTime, long.MinValue, -1 })
        {
            plane.Gates.SetDeadline(Group, deadline);
            Expect.Dropped(plane.FromClient(hook, cast.Request()));
        }

        foreach (var deadline in new[] { Later, long.MaxValue })
        {
            plane.Gates.SetDeadline(Group, deadline);
            Assert.True(plane.FromClient(hook, cast.Request()).IsSent);
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Invariant6_time_alone_closes_the_gate(Hook hook)
    {
        var (plane, cast) = Gated(new Cast(Family.V4));
        var deadline = Clock.BootTime + 50_000_000;
        plane.Gates.SetDeadline(Group, deadline);
        var last = Verdict.Redirect;
        long before;
        do
        {
            before = Clock.BootTime;
            last = plane.FromClient(hook, cast.Request()).Verdict;
            Assert.True(last == Verdict.Drop ? Clock.BootTime >= deadline : before < deadline);
        }
        while (before < deadline);
        Assert.Equal(Verdict.Drop, last);
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant6_nothing_for_a_closed_address_reaches_the_stack(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        var request = cast.Request();
        var ip = new IpFields { Ttl = 1, Options = family == Family.V4 ? [1, 1, 1, 0] : [] };
        var large = request with { Payload = new byte[200] };
        byte[][] frames =
        [
            Ping(cast),
            (request with { Destination = new IPEndPoint(cast.Service.Address, 22), Ip = ip }).Frame(),
            (request with { Protocol = Protocol.Udp }).Frame(),
            .. large.Fragments(64, 64),
            // Neither has a layer 4 that the balancer reads: a tunnel, a header cut short.
            Ethernet.Frame(request.Macs, request.IsV6, Ip.Make(request.Source.Address, cast.Service.Address, 47, new byte[8], new IpFields())),
            request.Frame()[..(Ethernet.HeaderLength + (family == Family.V4 ? 24 : 44))],
        ];
        Assert.All(frames, frame => Expect.Dropped(plane.FromClient(hook, frame)));
        Assert.Equal(frames.Length, plane.Count(PacketEvent.GateClosed));
        Assert.Equal(0, plane.Count(PacketEvent.FragmentOrphan));

        plane.Gates.SetDeadline(Group, Later);
        Expect.Untouched(Ping(cast), plane.FromClient(hook, Ping(cast)));
        Assert.All(large.Fragments(64, 64), fragment => Assert.True(plane.FromClient(hook, fragment).IsSent));
    }

    [Theory]
    [InlineData("ff:ff:ff:ff:ff:ff")]
    [InlineData("01:00:5e:00:00:01")]
    public void Invariant6_a_frame_to_all_machines_is_no_way_round(string mac)
    {
        var (plane, cast) = Gated(new Cast(Family.V4));
        var frame = (cast.Request() with { Macs = new Macs(MacAddress.Parse(mac), Wiring.RouterMac) }).Frame();
        Expect.Dropped(plane.FromClient(Hook.Tc, frame));

        // XDP leaves it to tc.
        Expect.Untouched(frame, plane.FromClient(Hook.Xdp, frame));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant6_no_icmp_error_passes_a_closed_gate(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        plane.Gates.SetDeadline(Group, Later);
        var request = cast.Request();
        plane.FromClient(hook, request);
        var type = family == Family.V4 ? (byte)3 : (byte)1;
        var toServer = new IcmpError
        {
            Source = cast.Client(99).Address,
            Destination = cast.Service.Address,
            Macs = request.Macs,
            Type = type,
            Embedded = (cast.Reply(request) with { Source = request.Destination }).Layer3(),
        };
        var toClient = new IcmpError
        {
            Source = cast.Server().Address,
            Destination = request.Source.Address,
            Macs = new Macs(Wiring.ServerNicMac, Wiring.MacOf(cast.Server().Address)),
            Type = type,
            Embedded = Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, Hook.Tc).Layer3(),
        };

        // To another of the director's addresses, about the gated one's packet.
        var aside = toServer with { Destination = cast.Client(50).Address };
        Assert.True(plane.FromClient(hook, toServer.Frame()).IsSent);
        Assert.True(plane.FromClient(hook, aside.Frame()).IsSent);
        Assert.True(plane.FromServer(hook, toClient.Frame()).IsSent);
        plane.Gates.SetDeadline(Group, 0);
        Expect.Dropped(plane.FromClient(hook, toServer.Frame()));
        Expect.Dropped(plane.FromClient(hook, aside.Frame()));
        Expect.Dropped(plane.FromServer(hook, toClient.Frame()));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void What_no_gate_is_for_is_untouched_by_one_that_is_closed(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family), IPAddress.Parse(family == Family.V4 ? "203.0.113.81" : "2001:db8:f::81"));
        var request = cast.Request();
        Expect.Sent(Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, hook), plane.FromClient(hook, request));
        Expect.Sent(Reference.ToClient(cast.Reply(request), request), plane.FromServer(hook, cast.Reply(request)));
        Expect.Untouched(Ping(cast), plane.FromClient(hook, Ping(cast)));
        Assert.Equal(0, plane.Count(PacketEvent.GateClosed));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_frame_for_another_machine_or_vlan_is_none_of_the_gates_business(Hook hook, Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        var frame = cast.Request().Frame();
        byte[] tagged = [.. frame[..12], 0x81, 0x00, 0x00, 0x64, .. frame[12..]];
        var foreign = (cast.Request() with { Macs = new Macs(Wiring.RouterMac, Wiring.RouterMac) }).Frame();
        Expect.Untouched(tagged, plane.FromClient(hook, tagged));
        Expect.Untouched(foreign, plane.FromClient(hook, foreign));
    }

    [Theory]
    [InlineData(Family.V4)]
    [InlineData(Family.V6)]
    public void Explain_says_that_the_gate_is_closed(Family family)
    {
        var (plane, cast) = Gated(new Cast(family));
        var answer = plane.Explain(cast.Client(), cast.Service);
        Assert.Null(answer.Server);
        Assert.Contains("gate", answer.Reason, StringComparison.Ordinal);
        plane.Gates.SetDeadline(Group, Later);
        Assert.Equal(cast.Server(), plane.Explain(cast.Client(), cast.Service).Server);
    }

    private static byte[] Ping(Cast cast) => new IcmpError
    {
        Source = cast.Client().Address,
        Destination = cast.Service.Address,
        Macs = cast.Request().Macs,
        Type = cast.Family == Family.V4 ? (byte)8 : (byte)128,
        Embedded = new byte[56],
    }.Frame();

    /// <summary>A service whose address (unless another is named) is in a group that has just come: closed.</summary>
    private (Plane Plane, Cast Cast) Gated(Cast cast, IPAddress? address = null)
    {
        var plane = kernel.Plane();
        plane.Gates.SetGroups([new GatedGroup("front", Group, [address ?? cast.Service.Address])]);
        plane.Reconcile(cast.Of());
        return (plane, cast);
    }
}
