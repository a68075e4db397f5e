using System.Net;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Who may begin a session.</summary>
public sealed class AdmissionTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Only_clients_of_the_allow_list_get_in(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        var network = new IPNetwork(cast.Client(8).Address, family == Family.V4 ? 29 : 125);
        plane.Reconcile(cast.Of() with { AllowFrom = [network] });
        for (var client = 6; client < 18; client++)
        {
            var outcome = plane.FromClient(hook, cast.Request(client));
            Assert.Equal(client is >= 8 and < 16, outcome.IsSent);
        }

        Assert.Equal(4, plane.Count(PacketEvent.NotAllowed));
        Assert.Equal(8, plane.Size("sessions"));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void The_allow_list_of_one_service_is_not_that_of_another(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        var open = cast.Of() with { Name = "open", Listen = cast.Service with { Port = 81 } };
        plane.Reconcile(cast.Of() with { AllowFrom = [new IPNetwork(cast.Client(9).Address, family == Family.V4 ? 32 : 128)] }, open);
        var request = cast.Request(client: 1);
        Expect.Dropped(plane.FromClient(hook, request));
        Assert.True(plane.FromClient(hook, request with { Destination = new IPEndPoint(cast.Service.Address, 81) }).IsSent);
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_nat_client_whose_reply_would_bypass_the_director_is_refused(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        var request = cast.Request() with { Source = new IPEndPoint(cast.Server(77).Address, 40000) };
        Expect.Dropped(plane.FromClient(hook, request));
        Assert.Equal(1, plane.Count(PacketEvent.OnLinkClient));

        plane.Reconcile(cast.Of() with { OnLinkClients = OnLinkClients.Allow });
        Expect.Sent(Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, hook), plane.FromClient(hook, request));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_dsr_client_in_the_servers_network_is_welcome(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, Method: ForwardingMethod.Dsr);
        plane.Reconcile(cast.Of());
        var request = cast.Request() with { Source = new IPEndPoint(cast.Server(77).Address, 40000) };
        Expect.Sent(Reference.ToServer(request, cast.Server(), ForwardingMethod.Dsr, hook), plane.FromClient(hook, request));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_reset_of_no_session_begins_none(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        Expect.Dropped(plane.FromClient(hook, cast.Request(flags: TcpFlags.Rst)));
        Assert.Equal(1, plane.Count(PacketEvent.NoSession));
        Assert.Equal(0, plane.Size("sessions"));
    }
}
