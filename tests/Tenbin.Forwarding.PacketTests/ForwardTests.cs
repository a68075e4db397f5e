using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

public sealed class ForwardTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void A_clients_packet_goes_to_the_real_server(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of());
        foreach (var flags in (TcpFlags[])[TcpFlags.Syn, TcpFlags.Ack, TcpFlags.Ack | TcpFlags.Psh])
        {
            var request = cast.Request(flags: flags);
            var outcome = plane.FromClient(hook, request);
            Expect.Sent(Reference.ToServer(request, cast.Server(), method, hook), outcome);
            Assert.Equal(Verdict.Redirect, outcome.Verdict);
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_nat_servers_reply_goes_back_to_the_client(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        plane.FromClient(hook, request);
        var reply = cast.Reply(request);
        Expect.Sent(Reference.ToClient(reply, request), plane.FromServer(hook, reply));
    }
}
