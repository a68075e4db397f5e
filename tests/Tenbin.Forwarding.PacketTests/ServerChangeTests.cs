using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>What becomes of sessions when their real server changes.</summary>
public sealed class ServerChangeTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Invariant3_a_drained_server_keeps_its_sessions_and_gets_no_new_ones(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var (plane, cast) = Start(family, protocol, method);
        Establish(plane, cast, hook);
        plane.Reconcile(cast.Of(cast.Desired(1, admission: Admission.Drain), cast.Desired(2)));
        StaysOn(plane, cast, hook, method);
        for (var client = 10; client < 15; client++)
        {
            plane.FromClient(hook, cast.Request(client));
        }

        Assert.Equal(5, plane.Sessions().Count(session => session.Server == cast.Server(2)));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant3_weights_and_neighbours_change_under_live_sessions(Hook hook, Family family)
    {
        var (plane, cast) = Start(family, Protocol.Tcp, ForwardingMethod.Nat);
        Establish(plane, cast, hook);
        for (var round = 3; round < 8; round++)
        {
            plane.Reconcile(
                cast.Of(Scheduler.WeightedRoundRobin, cast.Desired(round), cast.Desired(1, weight: round), cast.Desired(2, weight: 9)));
            StaysOn(plane, cast, hook, ForwardingMethod.Nat);
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant3_an_established_session_stays_on_a_server_that_is_down(Hook hook, Family family)
    {
        var (plane, cast) = Start(family, Protocol.Tcp, ForwardingMethod.Nat);
        Establish(plane, cast, hook);
        Down(plane, cast);
        StaysOn(plane, cast, hook, ForwardingMethod.Nat);
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Udp_and_half_open_sessions_leave_a_server_that_is_down(Hook hook, Family family, Protocol protocol)
    {
        var (plane, cast) = Start(family, protocol, ForwardingMethod.Nat);
        Assert.Equal(1, plane.ServerOf(hook, cast.Request()));
        Down(plane, cast);
        Assert.Equal(2, plane.ServerOf(hook, cast.Request()));
        Assert.Equal(1, plane.Size("sessions"));
        Assert.Equal(1, plane.Size("replies"));
        Assert.Equal((0, 0), (plane.Counters(cast.Server(1)).Active, plane.Counters(cast.Server(1)).Inactive));
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_removed_servers_session_ends_and_its_client_goes_elsewhere(Hook hook, Family family, Protocol protocol)
    {
        var (plane, cast) = Start(family, protocol, ForwardingMethod.Nat);
        Establish(plane, cast, hook);
        plane.Reconcile(cast.Of(cast.Desired(2)));
        Assert.Empty(plane.Sessions());
        Assert.Equal(0, plane.Snapshot().Sessions);
        var late = cast.Reply(cast.Request()).Frame();
        Expect.Untouched(late, plane.FromServer(hook, late));
        Assert.Equal(2, plane.ServerOf(hook, cast.Request(flags: TcpFlags.Ack)));
        Assert.Equal(1, plane.Size("replies"));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_server_that_comes_back_after_removal_is_a_new_one(Hook hook, Family family)
    {
        var (plane, cast) = Start(family, Protocol.Tcp, ForwardingMethod.Nat);
        Establish(plane, cast, hook);
        plane.Reconcile(cast.Of(cast.Desired(2)));
        plane.Reconcile(cast.Of(cast.Desired(1), cast.Desired(2)));
        Assert.Empty(plane.Sessions());
        var counters = plane.Counters(cast.Server(1));
        Assert.Equal((0, 0, 0), (counters.Active, counters.Inactive, counters.Traffic.Sessions));
        Assert.Equal(1, plane.Snapshot().Services.Single().Traffic.Sessions);
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void A_server_without_a_route_gets_nothing_and_it_is_counted(Hook hook)
    {
        var (plane, cast) = Start(Family.V4, Protocol.Tcp, ForwardingMethod.Nat);
        plane.Hops[cast.Server(1).Address] = Ebpf.NextHops.NextHop.None(cast.Server(1).Address);
        var report = plane.Reconcile(cast.Of(cast.Desired(1)));
        Assert.Contains(report.Warnings, warning => warning.Contains("no route", StringComparison.Ordinal));
        var frame = cast.Request().Frame();
        var outcome = plane.FromClient(hook, frame);
        if (hook == Hook.Xdp)
        {
            // XDP leaves to tc what it has no MAC for.
            Expect.Untouched(frame, outcome);
            outcome = plane.FromClient(Hook.Tc, frame);
        }

        Expect.Dropped(outcome);
        Assert.Equal(1, plane.Count(Ebpf.Layout.PacketEvent.NoRoute));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Without_a_mac_xdp_leaves_the_packet_to_tc_which_counts_it_once(Hook hook, Family family)
    {
        Assert.SkipWhen(hook == Hook.Tc, "tc needs no MAC");
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Hops[cast.Server().Address] = plane.Hops.OnLink(cast.Server().Address) with { Mac = null };
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        Expect.Untouched(request.Frame(), plane.FromClient(Hook.Xdp, request));
        Expect.Sent(Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, Hook.Tc), plane.FromClient(Hook.Tc, request));
        var traffic = plane.Counters(cast.Server()).Traffic;
        Assert.Equal((1, 1), (traffic.Sessions, traffic.PacketsIn));
    }

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Localnode_packets_are_left_to_the_directors_own_stack_and_counted(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        var server = cast.Desired() with { Address = new ServerAddress(cast.Server().Address, Cast.Port) };
        plane.Hops[server.Address.Address] = Ebpf.NextHops.NextHop.None(server.Address.Address) with { IsLocal = true };
        plane.Reconcile(cast.Of(server));
        var frame = cast.Request().Frame();
        Expect.Untouched(frame, plane.FromClient(hook, frame));
        if (hook == Hook.Xdp)
        {
            Expect.Untouched(frame, plane.FromClient(Hook.Tc, frame));
        }

        Assert.Equal((1, 1), (plane.Counters(server.Address).Traffic.Sessions, plane.Counters(server.Address).Traffic.PacketsIn));
        Assert.Equal(0, plane.Size("replies"));
    }

    private (Plane Plane, Cast Cast) Start(Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        // The scheduler stands where the last test left it: let client 1 meet server 1.
        plane["cursors"].Update(0u, 0u);
        plane.Reconcile(cast.Of(cast.Desired(1), cast.Desired(2)));
        return (plane, cast);
    }

    private static void Establish(Plane plane, Cast cast, Hook hook)
    {
        plane.FromClient(hook, cast.Request());
        plane.FromClient(hook, cast.Request(flags: TcpFlags.Ack));
        Assert.Equal(cast.Server(1), plane.Sessions().Single().Server);
    }

    private static void Down(Plane plane, Cast cast) =>
        plane.Reconcile(cast.Of(cast.Desired(1, admission: Admission.Down), cast.Desired(2)));

    private static void StaysOn(Plane plane, Cast cast, Hook hook, ForwardingMethod method)
    {
        var request = cast.Request(flags: TcpFlags.Ack | TcpFlags.Psh);
        Expect.Sent(Reference.ToServer(request, cast.Server(1), method, hook), plane.FromClient(hook, request));
        if (method == ForwardingMethod.Nat)
        {
            var reply = cast.Reply(request, flags: TcpFlags.Ack);
            Expect.Sent(Reference.ToClient(reply, request), plane.FromServer(hook, reply));
        }
    }
}
