using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

public sealed class FragmentTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void All_fragments_of_a_packet_meet_the_same_server(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of(cast.Desired(1), cast.Desired(2)));
        plane.FromClient(hook, cast.Request(client: 9));
        var request = Large(cast.Request());
        var expected = Reference.ToServer(request, ServerThatIsNext(plane, cast), method, hook).Fragments(64, 64);
        var fragments = request.Fragments(64, 64);
        for (var i = 0; i < fragments.Length; i++)
        {
            Expect.Sent(expected[i], plane.FromClient(hook, fragments[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void All_fragments_of_a_nat_servers_reply_reach_the_client(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        plane.FromClient(hook, request);
        var reply = Large(cast.Reply(request));
        var expected = Reference.ToClient(reply, request).Fragments(64, 64);
        var fragments = reply.Fragments(64, 64);
        for (var i = 0; i < fragments.Length; i++)
        {
            Expect.Sent(expected[i], plane.FromServer(hook, fragments[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_later_fragment_before_its_first_is_left_alone_and_counted(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var request = Large(cast.Request());
        var fragments = request.Fragments(64);
        Expect.Untouched(fragments[1], plane.FromClient(hook, fragments[1]));
        Assert.Equal(1, plane.Count(PacketEvent.FragmentOrphan));
        Assert.Equal(0, plane.Size("sessions"));

        // Sent again in order, it finds its way.
        var expected = Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, hook).Fragments(64);
        Expect.Sent(expected[0], plane.FromClient(hook, fragments[0]));
        Expect.Sent(expected[1], plane.FromClient(hook, fragments[1]));
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_fragment_of_another_packet_does_not_follow(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var request = Large(cast.Request());
        plane.FromClient(hook, request.Fragments(64)[0]);
        foreach (var other in (Packet[])[request with { Ip = request.Ip with { Id = 7 } }, request with { Source = cast.Client(2) }])
        {
            var fragment = other.Fragments(64)[1];
            Expect.Untouched(fragment, plane.FromClient(hook, fragment));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_first_fragment_too_short_for_its_ports_is_left_alone(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var fragment = Large(cast.Request()).Fragments(8)[0];
        if (protocol == Protocol.Udp)
        {
            // 8 bytes are the whole UDP header.
            Assert.True(plane.FromClient(hook, fragment).IsSent);
            return;
        }

        Expect.Untouched(fragment, plane.FromClient(hook, fragment));
        Assert.Equal(0, plane.Size("sessions"));
    }

    private static Packet Large(Packet packet) => packet with { Payload = [.. Enumerable.Range(0, 200).Select(i => (byte)i)] };

    private static ServerAddress ServerThatIsNext(Plane plane, Cast cast) =>
        plane.Explain(cast.Client(), cast.Service).Server!.Value;
}
