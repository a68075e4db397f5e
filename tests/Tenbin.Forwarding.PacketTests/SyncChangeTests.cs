using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;
using Kind = Tenbin.Forwarding.SessionRecordKind;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>What a director tells of its sessions, and what another makes of it.</summary>
public sealed class SyncChangeTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Each_step_of_a_session_is_told_once_with_a_higher_version(Hook hook, Family family)
    {
        using var pair = Pair(new Cast(family));
        var (plane, cast) = (pair.Serving, pair.Cast);
        plane.FromClient(hook, cast.Request());
        var server = plane.Sessions().Single().Server;
        var number = server.Address.GetAddressBytes()[^1];
        plane.FromServer(hook, cast.Reply(cast.Request(), number));
        foreach (var flags in (TcpFlags[])[TcpFlags.Ack, TcpFlags.Ack, TcpFlags.Ack | TcpFlags.Fin, TcpFlags.Ack])
        {
            plane.FromClient(hook, cast.Request(flags: flags));
        }

        plane.FromServer(hook, cast.Reply(cast.Request(), number, TcpFlags.Fin | TcpFlags.Ack));
        var told = pair.Told();

        Assert.Equal(
            [SessionState.SynReceived, SessionState.Established, SessionState.CloseWait, SessionState.TimeWait],
            told.Select(record => record.State));
        Assert.All(told, record => Assert.Equal(
            (Kind.Session, cast.Client(), cast.Service, server), (record.Kind, record.Client, record.Service, record.Server)));
        Assert.All(told.Zip(told.Skip(1)), step => Assert.True((int)(step.Second.Version - step.First.Version) > 0));
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public async Task An_end_by_time_is_told_and_ends_the_session_there(Hook hook)
    {
        using var pair = Pair(new Cast(Family.V4));
        var (plane, cast) = (pair.Serving, pair.Cast);
        plane.FromClient(hook, cast.Request());
        Assert.Equal(new ImportReport(1, 0, 0, 0), pair.Tell());
        plane.SetTimeout(SessionState.Closed, TimeSpan.FromMilliseconds(1));
        plane.FromClient(hook, cast.Request(flags: TcpFlags.Rst));
        await Eventually.Holds(() => plane.Size("sessions") == 0, "the session ends");

        var told = pair.Told();
        Assert.Equal([Kind.Session, Kind.End], told.Select(record => record.Kind));
        pair.Tell(told);

        Assert.Equal((0, 0), (pair.Standby.Size("sessions"), pair.Standby.Size("replies")));
        Assert.Equal(0, pair.Standby.Snapshot().Sessions);
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Nothing_is_told_while_sync_is_off_or_the_gate_is_closed_or_there_is_none(Hook hook)
    {
        using var pair = Pair(new Cast(Family.V4));
        var (plane, cast) = (pair.Serving, pair.Cast);
        plane.Sync.SetSync(false);
        plane.FromClient(hook, cast.Request());
        Assert.Empty(pair.Told());
        plane.Sync.SetSync(true);
        plane.Gates.SetGroups([]);
        plane.FromClient(hook, cast.Request(2));
        Assert.Empty(pair.Told());
        Assert.DoesNotContain(plane.Sync.Export().SelectMany(chunk => chunk), record => record.Kind is Kind.Session or Kind.Scope);
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Nothing_that_another_tells_changes_a_session_served_here(Hook hook)
    {
        using var pair = Pair(new Cast(Family.V4));
        pair.Serving.FromClient(hook, pair.Cast.Request());
        var told = pair.Told();
        pair.TakeOver();
        Assert.Equal(new ImportReport(0, 2, 0, 0), pair.Tell(told[0], told[0] with { Kind = Kind.End, Version = told[0].Version + 1000 }));
        Assert.Empty(pair.Standby.Sessions());
    }

    [Fact]
    public void What_is_older_overwrites_nothing_and_what_comes_twice_changes_nothing()
    {
        using var pair = Pair(new Cast(Family.V4));
        pair.Serving.FromClient(Hook.Tc, pair.Cast.Request());
        pair.Serving.FromClient(Hook.Tc, pair.Cast.Request(flags: TcpFlags.Ack));
        var told = pair.Told();
        var (begun, established) = (told[0], told[1]);
        var other = begun.Server == pair.Cast.Server(1) ? pair.Cast.Server(2) : pair.Cast.Server(1);
        var otherServer = established with { ServerAddress = MappedAddress.From(other.Address) };

        Assert.Equal(1, pair.Tell(established).Entered);
        Assert.Equal(1, pair.Tell(begun).Stale);
        Assert.Equal(1, pair.Tell(begun with { Kind = Kind.End }).Stale);
        Assert.Equal(1, pair.Tell(otherServer with { Version = established.Version - 1 }).Stale);
        Assert.Equal(1, pair.Tell(established).Entered);
        Assert.Equal((SessionState.Established, begun.Server), Standing());
        Assert.Equal((1, 1), (pair.Standby.Snapshot().Sessions, pair.Standby.Size("replies")));

        // Newer: the client's port was used anew, and its session has another server.
        Assert.Equal(1, pair.Tell(otherServer with { Version = established.Version + 1, State = SessionState.SynReceived }).Entered);
        Assert.Equal((SessionState.SynReceived, other), Standing());
        Assert.Equal((1, 1), (pair.Standby.Snapshot().Sessions, pair.Standby.Size("replies")));

        (SessionState, ServerAddress) Standing()
        {
            var session = pair.Standby.Sessions().Single();
            return (session.State, session.Server);
        }
    }

    [Fact]
    public void Versions_go_round_and_go_on_above_those_that_were_heard()
    {
        using var pair = Pair(new Cast(Family.V4));
        pair.Serving.FromClient(Hook.Tc, pair.Cast.Request());
        var ahead = pair.Told().Single();
        ahead = ahead with { Version = ahead.Version + 100_000_000 };
        Assert.Equal(1, pair.Tell(ahead with { Version = uint.MaxValue - 1 }).Entered);
        Assert.Equal(1, pair.Tell(ahead with { Version = 3 }).Entered);
        Assert.Equal(1, pair.Tell(ahead with { Version = uint.MaxValue }).Stale);

        Assert.Equal(1, pair.Tell(ahead with { Kind = Kind.End, Version = 4 }).Entered);
        pair.Tell(ahead);
        pair.TakeOver();
        pair.Standby.Sync.SetSync(true);
        using var changes = pair.Standby.Sync.OpenChanges();
        var told = new SessionRecord[8];
        while (changes.Read(told) > 0)
        {
        }

        pair.Standby.FromClient(Hook.Tc, pair.Cast.Request(2));
        Assert.Equal(1, changes.Read(told));
        Assert.True((int)(told[0].Version - ahead.Version) >= 0, $"{told[0].Version} is behind {ahead.Version}");
    }

    [Fact]
    public void A_full_copy_ends_what_ended_unheard()
    {
        using var pair = Pair(new Cast(Family.V4));
        for (var client = 1; client <= 60; client++)
        {
            pair.Serving.FromClient(Hook.Tc, pair.Cast.Request(client));
        }

        pair.Tell();
        for (var client = 1; client <= 50; client++)
        {
            pair.Serving["sessions"].Delete(Flow.Between(pair.Cast.Client(client), pair.Cast.Service));
        }

        Assert.Equal(50, pair.Copy());
        Assert.Equal(10, pair.Standby.Snapshot().Sessions);
        Assert.Equal(10, pair.Standby.Size("sessions"));
        Assert.Equal(0, pair.Copy());
    }

    [Fact]
    public void Who_is_told_of_a_server_that_it_lacks_passes_it_over()
    {
        using var pair = Pair(new Cast(Family.V4));
        pair.Serving.FromClient(Hook.Tc, pair.Cast.Request());
        var told = pair.Told().Single();
        Assert.Equal(new ImportReport(0, 0, 0, 1), pair.Tell(told with { ServerAddress = MappedAddress.From(pair.Cast.Server(99).Address) }));
        Assert.Equal(new ImportReport(0, 0, 0, 1), pair.Tell(told with { Flow = told.Flow with { DestinationPort = 81 } }));
        Assert.Empty(pair.Standby.Sessions());
    }

    [Fact]
    public void A_full_table_refuses_and_is_in_order()
    {
        using var pair = Pair(new Cast(Family.V4));
        var small = kernel.Plane(KernelFixture.Settings with { Limits = new Limits { Services = 4, Servers = 8, Sessions = 8 } });
        small.Reconcile(pair.Cast.Of(pair.Cast.Desired(1), pair.Cast.Desired(2)));
        for (var client = 1; client <= 11; client++)
        {
            pair.Serving.FromClient(Hook.Tc, pair.Cast.Request(client));
        }

        Assert.Equal(new ImportReport(8, 0, 3, 0), small.Sync.Import(1, pair.Told()));
        Assert.Equal((8, 8, 8), (small.Snapshot().Sessions, small.Size("sessions"), small.Size("replies")));
    }

    [Fact]
    public void A_reader_that_is_too_slow_loses_changes_that_are_counted()
    {
        using var pair = Pair(new Cast(Family.V4));
        var before = pair.Changes.ReadLost();
        var told = 0;
        for (var use = 0; pair.Changes.ReadLost() == before; use++)
        {
            Assert.True(use < 200_000, "the ring never fills");
            for (var times = 0; times < 500; times++, told += 2)
            {
                pair.Serving.FromClient(Hook.Tc, pair.Cast.Request());
                pair.Serving.FromClient(Hook.Tc, pair.Cast.Request(flags: TcpFlags.Rst));
            }
        }

        Assert.Equal(told, pair.Told().Length + pair.Changes.ReadLost() - before);
    }

    [Fact]
    public async Task Waiting_ends_with_a_change_or_a_call()
    {
        using var pair = Pair(new Cast(Family.V4));
        var waiting = Task.Run(() => pair.Changes.Wait(Timeout.InfiniteTimeSpan), TestContext.Current.CancellationToken);
        pair.Serving.FromClient(Hook.Tc, pair.Cast.Request());
        await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Single(pair.Told());
        waiting = Task.Run(() => pair.Changes.Wait(Timeout.InfiniteTimeSpan), TestContext.Current.CancellationToken);
        pair.Changes.Wake();
        await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private SyncPair Pair(Cast cast) => new(kernel, cast, cast.Of(cast.Desired(1), cast.Desired(2)));
}
