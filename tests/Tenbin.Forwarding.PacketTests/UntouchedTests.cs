using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>What is not ours leaves as it came.</summary>
public sealed class UntouchedTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void A_packet_to_no_service_is_left_alone(Hook hook, Family family, Model.Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        var fields = new IpFields { Ttl = 1, Options = family == Family.V4 ? [1, 1, 1, 0] : [] };
        Packet[] others =
        [
            request with { Destination = new(request.Destination.Address, 81), Ip = fields },
            request with { Destination = new(cast.Server(5).Address, 80), Ip = fields },
            request with { Protocol = protocol == Model.Protocol.Tcp ? Model.Protocol.Udp : Model.Protocol.Tcp },
        ];
        foreach (var frame in others.Select(packet => packet.Frame()))
        {
            Expect.Untouched(frame, plane.FromClient(hook, frame));
        }

        Assert.Equal(0, plane.Size("sessions"));
        Assert.All(plane.Snapshot().Events.Values, count => Assert.Equal(0, count));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_reply_of_no_session_is_left_alone(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        var reply = cast.Reply(cast.Request()).Frame();
        Expect.Untouched(reply, plane.FromServer(hook, reply));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_frame_for_another_machine_is_left_alone(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        foreach (var mac in new[] { "02:00:00:00:00:77", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "02:00:00:00:00:02" })
        {
            var frame = (cast.Request() with { Macs = new Macs(MacAddress.Parse(mac), Wiring.RouterMac) }).Frame();
            Expect.Untouched(frame, plane.FromClient(hook, frame));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_tagged_frame_is_left_alone(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        var frame = cast.Request().Frame();
        byte[] tagged = [.. frame[..12], 0x81, 0x00, 0x00, 0x64, .. frame[12..]];
        Expect.Untouched(tagged, plane.FromClient(hook, tagged));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_ping_of_the_virtual_address_is_left_alone(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        var ping = new IcmpError
        {
            Source = request.Source.Address,
            Destination = request.Destination.Address,
            Macs = request.Macs,
            Type = family == Family.V4 ? (byte)8 : (byte)128,
            Embedded = new byte[56],
        }.Frame();
        Expect.Untouched(ping, plane.FromClient(hook, ping));
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Other_ethernet_types_are_left_alone(Hook hook)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        plane.Reconcile(cast.Of());
        foreach (var (high, low) in ((byte, byte)[])[(0x08, 0x06), (0x88, 0xcc), (0x00, 0x2e)])
        {
            var frame = cast.Request().Frame();
            (frame[12], frame[13]) = (high, low);
            Expect.Untouched(frame, plane.FromClient(hook, frame));
        }
    }
}
