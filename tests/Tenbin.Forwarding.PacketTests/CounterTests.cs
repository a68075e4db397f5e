using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

public sealed class CounterTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Sessions_packets_and_bytes_are_counted_both_ways(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of());
        long bytesIn = 0, bytesOut = 0;
        for (var client = 1; client <= 3; client++)
        {
            for (var size = 10; size < 14; size++)
            {
                var request = cast.Request(client, flags: size == 10 ? TcpFlags.Syn : TcpFlags.Ack) with { Payload = new byte[size * size] };
                var reply = cast.Reply(request) with { Payload = new byte[size * 7] };
                plane.FromClient(hook, request);
                bytesIn += request.Layer3().Length;
                if (method == ForwardingMethod.Nat)
                {
                    plane.FromServer(hook, reply);
                    bytesOut += reply.Layer3().Length;
                }
            }
        }

        var packetsOut = method == ForwardingMethod.Nat ? 12 : 0;
        var expected = new Traffic(3, 12, bytesIn, packetsOut, bytesOut);
        Assert.Equal(expected, plane.Counters(cast.Server()).Traffic);
        Assert.Equal(expected, plane.Snapshot().Services.Single().Traffic);
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void A_services_totals_outlive_its_servers(Hook hook)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        for (var server = 1; server <= 3; server++)
        {
            plane.Reconcile(cast.Of(cast.Desired(server)));
            plane.FromClient(hook, cast.Request(client: server));
            Assert.Equal(server, plane.Snapshot().Services.Single().Traffic.Sessions);
        }

        plane.Reconcile();
        plane.Reconcile(cast.Of());
        Assert.Equal(default, plane.Snapshot().Services.Single().Traffic);
    }
}
