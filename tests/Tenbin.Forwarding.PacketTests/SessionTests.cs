using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;
using static Tenbin.Forwarding.SessionState;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>TCP as the director follows it. In a story a letter is a segment: capital from the client, small from the server.</summary>
public sealed class SessionTests(KernelFixture kernel)
{
    public static TheoryData<string, SessionState> NatStories => new()
    {
        { "S", SynReceived }, { "S s", SynReceived }, { "S s A", Established }, { "S s A a A a", Established },
        { "S s A F", CloseWait }, { "S s A F f", TimeWait }, { "S s A f", FinWait }, { "S s A f F", TimeWait },
        { "S s A F f A", TimeWait }, { "S s A F F", CloseWait }, { "S s A f f", FinWait },
        { "S s A R", Closed }, { "S s A r", Closed }, { "S r", Closed }, { "S s A R a", Closed },
        { "A", SynReceived }, { "A A", Established }, { "F", CloseWait }, { "S S S", SynReceived }, { "S s A S", Established },
        // The client's port, used anew.
        { "S s A F f S", SynReceived }, { "S s A R S", SynReceived }, { "S s A f S", SynReceived }, { "S s A F f S s A", Established },
    };

    public static TheoryData<string, SessionState> DsrStories => new()
    {
        { "S", SynReceived }, { "S A", Established }, { "S A A", Established }, { "S A F", FinWait }, { "S A F A", FinWait },
        { "S A R", Closed }, { "A", SynReceived }, { "A A", Established }, { "S A F S", SynReceived },
    };

    [Theory]
    [MemberData(nameof(NatStories))]
    public void Nat_sessions_follow_both_sides(string story, SessionState state) =>
        Assert.Equal([state, state, state, state], Tell(ForwardingMethod.Nat, story));

    [Theory]
    [MemberData(nameof(DsrStories))]
    public void Dsr_sessions_follow_the_client_alone(string story, SessionState state) =>
        Assert.Equal([state, state, state, state], Tell(ForwardingMethod.Dsr, story));

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Udp_sessions_have_one_state(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, Protocol.Udp);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        plane.FromClient(hook, request);
        plane.FromServer(hook, cast.Reply(request));
        plane.FromClient(hook, request);
        var session = Assert.Single(plane.Sessions());
        Assert.Equal(
            (cast.Client(), cast.Service, cast.Server(), ForwardingMethod.Nat, Udp),
            (session.Client, session.Service, session.Server, session.Forward, session.State));
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void A_port_used_anew_is_a_new_session_and_may_get_another_server(Hook hook)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of(cast.Desired(1), cast.Desired(2)));
        var first = plane.ServerOf(hook, cast.Request());
        foreach (var flags in (TcpFlags[])[TcpFlags.Ack, TcpFlags.Ack | TcpFlags.Rst])
        {
            plane.FromClient(hook, cast.Request(flags: flags));
        }

        Assert.NotEqual(first, plane.ServerOf(hook, cast.Request()));
        Assert.Equal(1, plane.Size("sessions"));
        Assert.Equal(1, plane.Size("replies"));
        Assert.Equal(1, plane.Snapshot().Sessions);
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void A_port_used_anew_leaves_nothing_of_the_session_before(Hook hook)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of(cast.Desired(1), cast.Desired(2)));
        var before = 0;
        for (var use = 0; use < 3; use++)
        {
            var server = plane.ServerOf(hook, cast.Request());
            Assert.NotEqual(before, server);
            before = server;
            var reply = cast.Reply(cast.Request(), server);
            Assert.True(plane.FromServer(hook, reply).IsSent);
            Assert.False(plane.FromServer(hook, cast.Reply(cast.Request(), 3 - server)).IsSent);
            plane.FromClient(hook, cast.Request(flags: TcpFlags.Ack));
            Assert.Equal((1, 0), (plane.Counters(cast.Server(server)).Active, plane.Counters(cast.Server(3 - server)).Active));
            plane.FromClient(hook, cast.Request(flags: TcpFlags.Rst));
        }

        Assert.Equal(3, plane.Snapshot().Services.Single().Traffic.Sessions);
        Assert.Equal((1, 1), (plane.Size("sessions"), plane.Size("replies")));
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void A_port_used_anew_while_no_server_is_open_leaves_no_session(Hook hook)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of());
        plane.FromClient(hook, cast.Request());
        plane.FromClient(hook, cast.Request(flags: TcpFlags.Rst));
        plane.Reconcile(cast.Of(cast.Desired(admission: Admission.Drain)));

        Assert.False(plane.FromClient(hook, cast.Request()).IsSent);

        Assert.Equal((0, 0), (plane.Size("sessions"), plane.Size("replies")));
        Assert.Equal((0, 0), (plane.Counters(cast.Server()).Active, plane.Counters(cast.Server()).Inactive));
    }

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Loads_follow_states(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of());
        (long, long) Load() => (plane.Counters(cast.Server()).Active, plane.Counters(cast.Server()).Inactive);
        plane.FromClient(hook, cast.Request());
        Assert.Equal(protocol == Protocol.Udp ? (1, 0) : (0, 1), Load());
        plane.FromClient(hook, cast.Request(flags: TcpFlags.Ack));
        Assert.Equal((1, 0), Load());
        plane.FromClient(hook, cast.Request(flags: TcpFlags.Ack | TcpFlags.Fin));
        Assert.Equal(protocol == Protocol.Udp ? (1, 0) : (0, 1), Load());
    }

    private SessionState[] Tell(ForwardingMethod method, string story) =>
    [
        .. from hook in (Hook[])[Hook.Tc, Hook.Xdp]
           from family in (Family[])[Family.V4, Family.V6]
           select Tell(hook, new Cast(family, Protocol.Tcp, method), story),
    ];

    private SessionState Tell(Hook hook, Cast cast, string story)
    {
        var plane = kernel.Plane();
        plane.Reconcile(cast.Of());
        foreach (var segment in story.Split(' '))
        {
            var isServer = char.IsLower(segment[0]);
            var flags = char.ToUpperInvariant(segment[0]) switch
            {
                'S' => isServer ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.Syn,
                'A' => TcpFlags.Ack,
                'F' => TcpFlags.Fin | TcpFlags.Ack,
                _ => TcpFlags.Rst,
            };
            var outcome = isServer
                ? plane.FromServer(hook, cast.Reply(cast.Request(), flags: flags))
                : plane.FromClient(hook, cast.Request(flags: flags));
            Assert.True(outcome.IsSent, $"{story}: {segment} was not sent but {outcome.Verdict}");
        }

        return plane.Sessions().Single().State;
    }
}
