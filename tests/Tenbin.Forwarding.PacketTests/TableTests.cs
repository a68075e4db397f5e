using System.Net;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Tables that are full, and entries that two sessions want.</summary>
public sealed class TableTests(KernelFixture kernel)
{
    private const int Room = 8;

    private static DataPlaneSettings Small(FullTable policy) => KernelFixture.Settings with
    {
        Limits = new Limits { Services = 4, Servers = 8, Sessions = Room },
        FullTable = policy,
    };

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void A_full_table_refuses_new_sessions_counts_them_and_serves_the_old(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane(Small(FullTable.Refuse));
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of());
        for (var client = 1; client <= Room + 3; client++)
        {
            Assert.Equal(client <= Room, plane.FromClient(hook, cast.Request(client)).IsSent);
        }

        Assert.Equal(3, plane.Count(PacketEvent.TableFull));
        Assert.Equal(Room, plane.Snapshot().Sessions);
        for (var client = 1; client <= Room; client++)
        {
            Assert.True(plane.FromClient(hook, cast.Request(client)).IsSent);
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void In_a_full_table_the_oldest_half_open_session_gives_way_if_the_file_says_so(Hook hook, Family family)
    {
        var plane = kernel.Plane(Small(FullTable.DropHalfOpen));
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        for (var client = 1; client <= Room; client++)
        {
            plane.FromClient(hook, cast.Request(client));
        }

        plane.FromClient(hook, cast.Request(1, flags: TcpFlags.Ack));
        Assert.True(plane.FromClient(hook, cast.Request(50)).IsSent);
        Assert.Equal(1, plane.Count(PacketEvent.HalfOpenDropped));
        Assert.Equal(0, plane.Count(PacketEvent.TableFull));
        var clients = plane.Sessions().Select(session => session.Client.Address).ToHashSet();
        Assert.Contains(cast.Client(1).Address, clients);
        Assert.DoesNotContain(cast.Client(2).Address, clients);
        Assert.Equal(Room, clients.Count);
        Assert.Equal(Room, plane.Size("replies"));
        Assert.Equal((1, Room - 1), (plane.Counters(cast.Server()).Active, plane.Counters(cast.Server()).Inactive));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Established_sessions_never_give_way(Hook hook, Family family)
    {
        var plane = kernel.Plane(Small(FullTable.DropHalfOpen));
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        for (var client = 1; client <= Room; client++)
        {
            plane.FromClient(hook, cast.Request(client));
            plane.FromClient(hook, cast.Request(client, flags: TcpFlags.Ack));
        }

        Expect.Dropped(plane.FromClient(hook, cast.Request(50)));
        Assert.Equal((1, 0), (plane.Count(PacketEvent.TableFull), plane.Count(PacketEvent.HalfOpenDropped)));
        Assert.Equal(Room, plane.Sessions().Count);
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Two_services_on_one_server_cannot_both_have_a_clients_port(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of(), Second(cast, cast.Desired()));
        var request = cast.Request();
        var other = ToSecond(request);
        Assert.True(plane.FromClient(hook, request).IsSent);
        Expect.Dropped(plane.FromClient(hook, other));
        Assert.Equal(1, plane.Count(PacketEvent.TupleTaken));
        Assert.True(plane.FromClient(hook, other with { Source = cast.Client(port: 40001) }).IsSent);

        // The first session is as it was.
        var reply = cast.Reply(request);
        Expect.Sent(Reference.ToClient(reply, request), plane.FromServer(hook, reply));
        Assert.Equal(2, plane.Size("replies"));
        Assert.Equal(2, plane.Size("sessions"));
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Where_a_reply_flow_is_taken_another_server_serves(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of(), Second(cast, cast.Desired(1), cast.Desired(2)));
        plane["cursors"].Update(1u, 0u);
        var request = cast.Request();
        Assert.Equal(1, plane.ServerOf(hook, request));
        Assert.Equal(2, plane.ServerOf(hook, ToSecond(request)));
        Assert.Equal(0, plane.Count(PacketEvent.TupleTaken));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_reply_flow_of_a_session_that_is_over_is_free(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of(), Second(cast, cast.Desired()));
        var request = cast.Request();
        plane.FromClient(hook, request);
        plane.FromClient(hook, cast.Request(flags: TcpFlags.Rst));
        var other = ToSecond(request);
        Expect.Sent(Reference.ToServer(other, cast.Server(), ForwardingMethod.Nat, hook), plane.FromClient(hook, other));
        var reply = cast.Reply(other);
        Expect.Sent(Reference.ToClient(reply, other), plane.FromServer(hook, reply));
        Assert.Equal(1, plane.Size("sessions"));
    }

    private static Model.Planning.DesiredService Second(Cast cast, params Model.Planning.DesiredServer[] servers) =>
        cast.Of(servers) with { Name = "second", Listen = cast.Service with { Port = 81 } };

    private static Packet ToSecond(Packet request) => request with { Destination = new IPEndPoint(request.Destination.Address, 81) };
}
