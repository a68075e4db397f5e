using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Sessions of one director go on at another.</summary>
public sealed class SyncTakeoverTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Invariant3_sessions_told_as_they_happen_go_on_at_the_same_server(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        using var pair = Pair(new Cast(family, protocol, method));
        Establish(pair, hook);

        Assert.Equal(0, pair.Tell().Unknown);

        GoOn(pair, hook);
    }

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Invariant3_sessions_of_a_full_copy_go_on_at_the_same_server(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        using var pair = Pair(new Cast(family, protocol, method));
        Establish(pair, hook);

        Assert.Equal(0, pair.Copy());

        GoOn(pair, hook);
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Invariant3_a_server_may_speak_first_after_a_takeover(Hook hook, Family family, Protocol protocol)
    {
        using var pair = Pair(new Cast(family, protocol));
        Establish(pair, hook);
        pair.Tell();
        pair.TakeOver();
        var server = ServerOf(pair.Serving, pair.Cast, 1);
        var reply = pair.Cast.Reply(pair.Cast.Request(), server, TcpFlags.Ack);

        // XDP leaves to tc what it has no MAC for; tc has the kernel find the way.
        Assert.Equal(hook == Hook.Xdp ? Verdict.Pass : Verdict.Redirect, pair.Standby.FromServer(hook, reply).Verdict);

        Assert.True(pair.Standby.FromClient(hook, pair.Cast.Request(flags: TcpFlags.Ack)).IsSent);
        Expect.Sent(Reference.ToClient(reply, pair.Cast.Request()), pair.Standby.FromServer(hook, reply));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_persistent_client_keeps_its_server(Hook hook, Family family)
    {
        var cast = new Cast(family);
        using var pair = Pair(cast, new Persistence(TimeSpan.FromMinutes(5)));
        var servers = Enumerable.Range(1, 6).Select(client => pair.Serving.ServerOf(hook, cast.Request(client))).ToArray();

        // A client's tie comes before its session.
        var told = pair.Told();
        Assert.Equal([SessionRecordKind.Tie, SessionRecordKind.Session], told.Take(2).Select(record => record.Kind));
        pair.Tell(told);
        pair.TakeOver();

        Assert.Equal(servers, Enumerable.Range(1, 6).Select(client => pair.Standby.ServerOf(hook, cast.Request(client, 50000))));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_full_copy_has_ties_of_clients_without_a_session(Hook hook, Family family)
    {
        var cast = new Cast(family);
        using var pair = Pair(cast, new Persistence(TimeSpan.FromMinutes(5)));
        var servers = Enumerable.Range(1, 6).Select(client => pair.Serving.ServerOf(hook, cast.Request(client))).ToArray();
        foreach (var client in Enumerable.Range(1, 6))
        {
            pair.Serving["sessions"].Delete(Flow.Between(cast.Client(client), cast.Service));
        }

        pair.Copy();
        pair.TakeOver();

        Assert.Equal(0, pair.Standby.Size("sessions"));
        Assert.Equal(servers, Enumerable.Range(1, 6).Select(client => pair.Standby.ServerOf(hook, cast.Request(client, 50000))));
    }

    [Fact]
    public void Fifty_thousand_sessions_go_on()
    {
        const int Sessions = 50_000;
        var cast = new Cast(Family.V4);
        using var pair = Pair(cast);
        pair.Serving.FromClient(Hook.Tc, cast.Request());
        var first = pair.Told().Single();
        var records = Enumerable.Range(0, Sessions).Select(number => first with
        {
            State = SessionState.Established,
            Flow = Flow.Between(cast.Client(1 + number / 10_000, 10_000 + number % 10_000), cast.Service),
        }).ToArray();

        Assert.Equal(new ImportReport(Sessions, 0, 0, 0), pair.Tell(records));

        Assert.Equal(Sessions, pair.Standby.Snapshot().Sessions);
        Assert.Equal(Sessions, pair.Standby.Counters(first.Server, ServicePlace(pair.Standby, cast)).Active);
        pair.TakeOver();
        foreach (var number in Enumerable.Range(0, 500).Select(step => step * 97))
        {
            var request = cast.Request(1 + number / 10_000, 10_000 + number % 10_000, TcpFlags.Ack);
            Expect.Sent(Reference.ToServer(request, first.Server, cast.Method, Hook.Tc), pair.Standby.FromClient(Hook.Tc, request));
        }
    }

    private SyncPair Pair(Cast cast, Persistence? persistence = null) => new(
        kernel, cast, cast.Of(cast.Desired(1), cast.Desired(2), cast.Desired(3)) with { Persistence = persistence });

    private static void Establish(SyncPair pair, Hook hook)
    {
        for (var client = 1; client <= 7; client++)
        {
            Assert.True(pair.Serving.FromClient(hook, pair.Cast.Request(client)).IsSent);
            Assert.True(pair.Serving.FromClient(hook, pair.Cast.Request(client, flags: TcpFlags.Ack)).IsSent);
        }
    }

    private static void GoOn(SyncPair pair, Hook hook)
    {
        var (cast, standby) = (pair.Cast, pair.Standby);
        Assert.Equal(7, standby.Snapshot().Sessions);
        foreach (var number in (int[])[1, 2, 3])
        {
            Assert.Equal(Loads(pair.Serving, number, 0), Loads(standby, number, ServicePlace(standby, cast)));
        }

        pair.TakeOver();
        for (var client = 1; client <= 7; client++)
        {
            var server = ServerOf(pair.Serving, cast, client);
            var request = cast.Request(client, flags: TcpFlags.Ack);
            Expect.Sent(Reference.ToServer(request, cast.Server(server), cast.Method, hook), standby.FromClient(hook, request));
            if (cast.Method == ForwardingMethod.Nat)
            {
                var reply = cast.Reply(request, server, TcpFlags.Ack);
                Expect.Sent(Reference.ToClient(reply, request), standby.FromServer(hook, reply));
            }
        }

        Assert.Equal(7, standby.Size("sessions"));

        (long, long) Loads(Plane plane, int number, int service) =>
            (plane.Counters(cast.Server(number), service).Active, plane.Counters(cast.Server(number), service).Inactive);
    }

    private static int ServicePlace(Plane plane, Cast cast) =>
        plane.Snapshot().Services.Select(service => service.Service).ToList().IndexOf(cast.Service);

    private static int ServerOf(Plane plane, Cast cast, int client) =>
        plane.Sessions().Single(session => session.Client.Equals(cast.Client(client))).Server.Address.GetAddressBytes()[^1];
}
