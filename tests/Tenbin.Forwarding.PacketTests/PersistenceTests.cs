using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;
using Tenbin.TestKit;

namespace Tenbin.Forwarding.PacketTests;

public sealed class PersistenceTests(KernelFixture kernel)
{
    private static readonly Persistence s_long = new(TimeSpan.FromMinutes(5));

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_clients_sessions_meet_one_server(Hook hook, Family family, Protocol protocol)
    {
        var (plane, cast) = Start(family, protocol, s_long);
        var servers = Enumerable.Range(1, 6).Select(client => plane.ServerOf(hook, cast.Request(client))).ToArray();
        Assert.Equal([1, 2, 3], servers.Distinct().Order());
        for (var port = 41000; port < 41005; port++)
        {
            Assert.Equal(servers, Enumerable.Range(1, 6).Select(client => plane.ServerOf(hook, cast.Request(client, port))));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Clients_of_one_network_count_as_one(Hook hook, Family family)
    {
        var (plane, cast) = Start(family, Protocol.Tcp, s_long with { PrefixLengthV4 = 28, PrefixLengthV6 = 124 });
        var servers = Enumerable.Range(0, 48).Select(client => plane.ServerOf(hook, cast.Request(client + 16))).ToArray();
        Assert.All(servers.Chunk(16), network => Assert.Single(network.Distinct()));
        Assert.Equal([1, 2, 3], servers.Distinct().Order());
        Assert.Equal(3, plane.Size("clients"));
    }

    [Theory]
    [InlineData(Hook.Tc, Admission.Drain)]
    [InlineData(Hook.Xdp, Admission.Drain)]
    [InlineData(Hook.Tc, Admission.Down)]
    [InlineData(Hook.Xdp, Admission.Down)]
    public void A_server_that_is_not_open_keeps_no_client_for_new_sessions(Hook hook, Admission admission)
    {
        var (plane, cast) = Start(Family.V4, Protocol.Tcp, s_long);
        var server = plane.ServerOf(hook, cast.Request());
        plane.Reconcile(Persistent(cast, s_long, [.. Enumerable.Range(1, 3).Select(i => cast.Desired(i, admission: i == server ? admission : Admission.Open))]));
        var other = plane.ServerOf(hook, cast.Request(port: 50000));
        Assert.NotEqual(server, other);

        // From now on that is its server, also when the first is open again.
        plane.Reconcile(Persistent(cast, s_long));
        Assert.All(Enumerable.Range(50001, 6), port => Assert.Equal(other, plane.ServerOf(hook, cast.Request(port: port))));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public async Task A_client_is_forgotten_its_time_after_its_last_session_ended(Hook hook, Family family)
    {
        var (plane, cast) = Start(family, Protocol.Tcp, new Persistence(TimeSpan.FromMilliseconds(60)));
        plane.FromClient(hook, cast.Request());
        plane.FromClient(hook, cast.Request(client: 2));
        plane.FromClient(hook, cast.Request(flags: TcpFlags.Ack));
        plane.SetTimeout(SessionState.Closed, TimeSpan.FromMilliseconds(1));
        plane.FromClient(hook, cast.Request(client: 2, flags: TcpFlags.Rst));
        await Eventually.Holds(() => plane.Size("clients") == 1, "the client without a session is forgotten");
        Assert.Equal(cast.Client().Address, plane.Sessions().Single().Client.Address);
        plane.FromClient(hook, cast.Request(flags: TcpFlags.Rst));
        await Eventually.Holds(() => plane.Size("clients") == 0, "the other is forgotten too");
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public async Task Clients_of_a_service_that_was_removed_are_forgotten(Hook hook)
    {
        var (plane, cast) = Start(Family.V4, Protocol.Tcp, new Persistence(TimeSpan.FromMilliseconds(60)));
        plane.SetTimeout(SessionState.SynReceived, TimeSpan.FromMilliseconds(300));
        plane.FromClient(hook, cast.Request());
        plane.Reconcile();
        plane.SetTimeout(SessionState.SynReceived, TimeSpan.FromMilliseconds(1));
        await Eventually.Holds(() => plane.Size("clients") == 0, "the client is forgotten");
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public async Task Clients_are_forgotten_also_when_their_networks_were_redrawn_meanwhile(Hook hook)
    {
        var persistence = new Persistence(TimeSpan.FromMilliseconds(60));
        var (plane, cast) = Start(Family.V4, Protocol.Tcp, persistence);
        plane.SetTimeout(SessionState.SynReceived, TimeSpan.FromMilliseconds(300));
        plane.FromClient(hook, cast.Request());
        plane.Reconcile(Persistent(cast, persistence with { PrefixLengthV4 = 24 }));
        plane.SetTimeout(SessionState.SynReceived, TimeSpan.FromMilliseconds(1));
        await Eventually.Holds(() => plane.Size("clients") == 0, "the client is forgotten");
    }

    private (Plane Plane, Cast Cast) Start(Family family, Protocol protocol, Persistence persistence)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(Persistent(cast, persistence));
        return (plane, cast);
    }

    private static DesiredService Persistent(Cast cast, Persistence persistence, params DesiredServer[] servers) =>
        cast.Of(servers.Length > 0 ? servers : [cast.Desired(1), cast.Desired(2), cast.Desired(3)]) with { Persistence = persistence };
}
