using System.Net;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.PacketTests;

public sealed class ExplainTests(KernelFixture kernel)
{
    public static MatrixTheoryData<Family, Protocol, Scheduler> Schedulers =>
        new([Family.V4, Family.V6], [Protocol.Tcp, Protocol.Udp], Enum.GetValues<Scheduler>());

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void Explain_says_what_the_next_packet_does_and_leaves_no_trace(Family family, Protocol protocol, Scheduler scheduler)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of(scheduler, cast.Desired(1, 3), cast.Desired(2, 2), cast.Desired(3)));
        for (var client = 1; client < 30; client++)
        {
            var answer = plane.Explain(cast.Client(client), cast.Service);
            var again = plane.Explain(cast.Client(client), cast.Service);
            Assert.Equal((answer.Server, answer.Reason), (again.Server, again.Reason));
            Assert.Equal(client - 1, plane.Snapshot().Services.Single().Traffic.Sessions);
            Assert.Equal(client - 1, plane.Size("sessions"));
            Assert.Equal(cast.Server(plane.ServerOf(Hook.Tc, cast.Request(client))), answer.Server);
            Assert.Contains("scheduler", answer.Reason, StringComparison.Ordinal);

            var known = plane.Explain(cast.Client(client), cast.Service);
            Assert.Equal(answer.Server, known.Server);
            Assert.Contains("session", known.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Family.V4)]
    [InlineData(Family.V6)]
    public void Explain_names_the_rule_that_refuses(Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        Refused("no virtual service", cast.Client());
        plane.Reconcile(cast.Of(cast.Desired(admission: Admission.Down)));
        Refused("no real server is open", cast.Client());
        plane.Reconcile(cast.Of() with { AllowFrom = [new IPNetwork(cast.Client(9).Address, family == Family.V4 ? 32 : 128)] });
        Refused("allow-from", cast.Client());
        plane.Reconcile(cast.Of());
        Refused("on-link", new IPEndPoint(cast.Server(9).Address, 40000));

        void Refused(string why, IPEndPoint client)
        {
            var answer = plane.Explain(client, cast.Service);
            Assert.Null(answer.Server);
            Assert.Contains(why, answer.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Explain_knows_persistent_clients()
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of(cast.Desired(1), cast.Desired(2)) with { Persistence = new Persistence(TimeSpan.FromMinutes(1)) });
        var server = plane.ServerOf(Hook.Tc, cast.Request());
        for (var port = 50000; port < 50004; port++)
        {
            var answer = plane.Explain(cast.Client(port: port), cast.Service);
            Assert.Equal(cast.Server(server), answer.Server);
            Assert.Contains("persistent", answer.Reason, StringComparison.Ordinal);
        }
    }
}
