using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

public sealed class SchedulerTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Rr_takes_strict_turns_whatever_the_weights(Hook hook)
    {
        var (plane, cast) = Start(Scheduler.RoundRobin, weights: [1, 5, 2]);
        var servers = Open(plane, cast, hook, 9);
        var turns = servers.Take(3).ToArray();
        Assert.Equal([1, 2, 3], turns.Order());
        Assert.Equal([.. turns, .. turns, .. turns], servers);
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Wrr_shares_by_weight_without_bursts(Hook hook)
    {
        var (plane, cast) = Start(Scheduler.WeightedRoundRobin, weights: [3, 2, 1]);
        var servers = Open(plane, cast, hook, 60);
        Assert.Equal([30, 20, 10], Enumerable.Range(1, 3).Select(server => servers.Count(chosen => chosen == server)));
        Assert.DoesNotContain(servers.Chunk(6), round => round is [var a, var b, var c, ..] && a == b && b == c);
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Lc_picks_the_server_with_the_fewest_sessions_also_after_some_ended(Hook hook)
    {
        var (plane, cast) = Start(Scheduler.LeastConnection, weights: [1, 1, 1]);
        var first = Open(plane, cast, hook, 3);
        Assert.Equal([1, 2, 3], first.Order());

        Reset(plane, cast, hook, client: 2, first[1]);
        Assert.Equal(first[1], plane.ServerOf(hook, cast.Request(client: 9)));
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Wlc_loads_servers_by_weight(Hook hook)
    {
        var (plane, cast) = Start(Scheduler.WeightedLeastConnection, weights: [4, 2, 1]);
        Open(plane, cast, hook, 70);
        Assert.Equal([40L, 20L, 10L], Enumerable.Range(1, 3).Select(server => plane.Counters(cast.Server(server)).Inactive));
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void An_established_session_weighs_more_than_half_open_ones(Hook hook)
    {
        var (plane, cast) = Start(Scheduler.LeastConnection, weights: [1, 1]);
        var busy = plane.ServerOf(hook, cast.Request(client: 1));
        plane.FromClient(hook, cast.Request(client: 1, flags: TcpFlags.Ack));
        for (var client = 2; client < 20; client++)
        {
            Assert.NotEqual(busy, plane.ServerOf(hook, cast.Request(client)));
        }
    }

    [Theory]
    [InlineData(Hook.Tc, Scheduler.SourceHash)]
    [InlineData(Hook.Xdp, Scheduler.SourceHash)]
    [InlineData(Hook.Tc, Scheduler.Maglev)]
    [InlineData(Hook.Xdp, Scheduler.Maglev)]
    public void A_hashing_scheduler_gives_a_client_always_the_same_server_and_uses_all(Hook hook, Scheduler scheduler)
    {
        var (plane, cast) = Start(scheduler, weights: [1, 1, 1, 1]);
        var servers = Enumerable.Range(1, 60).Select(client => plane.ServerOf(hook, cast.Request(client))).ToArray();
        var again = Enumerable.Range(1, 60).Select(client => plane.ServerOf(hook, cast.Request(client, port: 50000))).ToArray();
        Assert.Equal(servers, again);
        Assert.Equal([1, 2, 3, 4], servers.Distinct().Order());
    }

    [Theory]
    [InlineData(Hook.Tc, Scheduler.SourceHash)]
    [InlineData(Hook.Xdp, Scheduler.Maglev)]
    public void With_source_and_port_one_clients_sessions_spread(Hook hook, Scheduler scheduler)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of(scheduler, cast.Desired(1), cast.Desired(2)) with { Hash = HashInput.SourceAndPort });
        var servers = Enumerable.Range(40000, 40).Select(port => plane.ServerOf(hook, cast.Request(port: port))).ToArray();
        Assert.Equal([1, 2], servers.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Without_an_open_server_a_client_is_dropped_and_counted(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of(cast.Desired(admission: Model.Planning.Admission.Down)));
        Expect.Dropped(plane.FromClient(hook, cast.Request()));
        Assert.Equal(1, plane.Count(Ebpf.Layout.PacketEvent.NoServer));
        Assert.Equal(0, plane.Size("sessions"));
    }

    private (Plane Plane, Cast Cast) Start(Scheduler scheduler, int[] weights)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of(scheduler, [.. weights.Select((weight, i) => cast.Desired(i + 1, weight))]));
        return (plane, cast);
    }

    private static int[] Open(Plane plane, Cast cast, Hook hook, int count) =>
        [.. Enumerable.Range(1, count).Select(client => plane.ServerOf(hook, cast.Request(client)))];

    // A reset session is inactive still; only its end takes the load away.
    private static void Reset(Plane plane, Cast cast, Hook hook, int client, int server)
    {
        plane.SetTimeout(SessionState.Closed, TimeSpan.FromMilliseconds(1));
        plane.FromClient(hook, cast.Request(client, flags: TcpFlags.Rst));
        TestKit.Eventually.Holds(() => plane.Counters(cast.Server(server)).Inactive == 0, "the reset session has ended").Wait();
    }
}
