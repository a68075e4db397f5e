using System.Runtime.InteropServices;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Sessions end by the kernel's own timers.</summary>
public sealed class ExpiryTests(KernelFixture kernel)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(40);

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public async Task An_idle_session_ends_and_leaves_nothing(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of(Scheduler.LeastConnection, cast.Desired(1), cast.Desired(2)));
        plane.SetTimeout(SessionState.Udp, s_soon);
        plane.SetTimeout(SessionState.SynReceived, s_soon);
        for (var client = 1; client <= 20; client++)
        {
            Assert.True(plane.FromClient(hook, cast.Request(client)).IsSent);
        }

        await Eventually.Holds(() => plane.Size("sessions") == 0, "all sessions have ended");
        Assert.Equal(0, plane.Size("replies"));
        Assert.All(plane.Snapshot().Services.Single().Servers, server => Assert.Equal((0, 0), (server.Active, server.Inactive)));
        Assert.Equal(20, plane.Snapshot().Services.Single().Traffic.Sessions);
    }

    [Theory]
    [InlineData("FIN of both", SessionState.TimeWait)]
    [InlineData("FIN of the client", SessionState.CloseWait)]
    [InlineData("FIN of the server", SessionState.FinWait)]
    [InlineData("RST", SessionState.Closed)]
    public async Task A_session_that_closes_ends_by_its_new_states_shorter_time(string how, SessionState state)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of());
        plane.SetTimeout(state, s_soon);
        var request = cast.Request();
        plane.FromClient(Hook.Tc, request);
        plane.FromClient(Hook.Tc, cast.Request(flags: TcpFlags.Ack));
        if (how is "FIN of both" or "FIN of the client")
        {
            plane.FromClient(Hook.Tc, cast.Request(flags: TcpFlags.Fin | TcpFlags.Ack));
        }

        if (how is "FIN of both" or "FIN of the server")
        {
            plane.FromServer(Hook.Tc, cast.Reply(request, flags: TcpFlags.Fin | TcpFlags.Ack));
        }

        if (how is "RST")
        {
            plane.FromServer(Hook.Tc, cast.Reply(request, flags: TcpFlags.Rst));
        }

        await Eventually.Holds(() => plane.Size("sessions") == 0, $"the session has ended after {how}");
        Assert.Equal(0, plane.Snapshot().Sessions);
        Assert.Equal(0, plane.Size("replies"));
    }

    [Fact]
    public async Task A_session_with_traffic_in_either_direction_does_not_end()
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4, Protocol.Udp);
        plane.Reconcile(cast.Of());
        plane.SetTimeout(SessionState.Udp, TimeSpan.FromMilliseconds(400));
        var request = cast.Request();
        var idle = cast.Request(client: 2);
        plane.FromClient(Hook.Tc, request);
        plane.FromClient(Hook.Tc, idle);
        await Eventually.Holds(
            () =>
            {
                plane.FromServer(Hook.Tc, cast.Reply(request));
                return plane.Sessions().All(session => !session.Client.Equals(idle.Source));
            },
            "the idle session has ended beside the one that the server keeps alive");
        Assert.Equal(request.Source, plane.Sessions().Single().Client);
        Assert.Equal(1, plane.Counters(cast.Server()).Traffic.Sessions - 1);
    }

    [Fact]
    public async Task An_established_session_outlives_the_time_of_the_half_open_one_that_it_was()
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of());
        plane.SetTimeout(SessionState.SynReceived, s_soon);
        plane.FromClient(Hook.Tc, cast.Request());
        plane.FromClient(Hook.Tc, cast.Request(flags: TcpFlags.Ack));
        plane.FromClient(Hook.Tc, cast.Request(client: 2));
        await Eventually.Holds(() => plane.Size("sessions") == 1, "the half-open session has ended");
        Assert.Equal(SessionState.Established, plane.Sessions().Single().State);
    }

    [Theory]
    [InlineData(SessionState.SynReceived)]
    [InlineData(SessionState.Closed)]
    public async Task A_session_on_a_port_used_anew_ends_by_its_own_time(SessionState soon)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of());
        plane.SetTimeout(soon, s_soon);
        plane.FromClient(Hook.Tc, cast.Request());
        plane.FromClient(Hook.Tc, cast.Request(flags: TcpFlags.Rst));
        plane.FromClient(Hook.Tc, cast.Request());
        if (soon == SessionState.Closed)
        {
            plane.FromClient(Hook.Tc, cast.Request(flags: TcpFlags.Rst));
        }

        await Eventually.Holds(() => plane.Size("sessions") == 0, "the session has ended");
        Assert.Equal(2, plane.Snapshot().Services.Single().Traffic.Sessions);
        Assert.Equal(0, plane.Size("replies"));
    }

    /// <summary>A kernel may refuse memory for timers; what is over then ends as others begin.</summary>
    [Fact]
    public void A_session_without_a_timer_that_is_over_ends_when_another_begins()
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4, Protocol.Udp);
        plane.Reconcile(cast.Of());
        plane.FromClient(Hook.Tc, cast.Request());
        var (flow, session) = plane["sessions"].Entries<Flow, SessionEntry>().Single();
        session.LastSeen = 0;
        // Written anew from outside, it has no timer.
        plane["sessions"].Update(flow, session);
        plane["timerless"].Update([], MemoryMarshal.AsBytes(new ReadOnlySpan<Flow>(in flow)));

        var other = cast.Request(client: 2);
        plane.FromClient(Hook.Tc, other);

        Assert.Equal(other.Source, plane.Sessions().Single().Client);
        Assert.Equal(1, plane.Size("replies"));
        Assert.Equal(1, plane.Counters(cast.Server()).Active);
    }
}
