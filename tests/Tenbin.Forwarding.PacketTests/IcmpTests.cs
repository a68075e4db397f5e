using System.Net;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>ICMP errors reach whom they concern.</summary>
public sealed class IcmpTests(KernelFixture kernel)
{
    // Bytes of layer 4 that the sender of the error embeds: RFC 792 promises 8; 18 hold a TCP checksum.
    private static readonly int[] s_quotes = [8, 16, 18, 24];

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void An_error_about_the_services_packet_reaches_the_real_server(Hook hook, Family family, Protocol protocol, ForwardingMethod method) =>
        Assert.All(s_quotes, quote => IsSentToServer(hook, new Cast(family, protocol, method), quote));

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void An_error_about_a_nat_clients_packet_reaches_the_client(Hook hook, Family family, Protocol protocol) =>
        Assert.All(s_quotes, quote => IsSentToClient(hook, new Cast(family, protocol), quote));

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void An_error_about_nothing_of_ours_is_left_alone(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        plane.FromClient(hook, request);
        var good = new IcmpError
        {
            Source = cast.Client(99).Address,
            Destination = cast.Service.Address,
            Macs = request.Macs,
            Type = family == Family.V4 ? (byte)11 : (byte)3,
            Embedded = Quote(cast.Reply(request) with { Source = request.Destination }, 8),
        };
        Assert.True(plane.FromClient(hook, good.Frame()).IsSent);
        IcmpError[] others =
        [
            good with { Embedded = good.Embedded[..^1] },
            good with { Embedded = [] },
            good with { Embedded = Quote(cast.Reply(request) with { Source = new IPEndPoint(cast.Service.Address, 81) }, 8) },
            good with { Embedded = Quote(cast.Reply(cast.Request(client: 2)) with { Source = request.Destination }, 8) },
            good with { Ip = good.Ip with { FragmentOffset = 0, MoreFragments = true } },
            good with { Type = family == Family.V4 ? (byte)4 : (byte)5 },
        ];
        foreach (var frame in others.Select(error => error.Frame()))
        {
            Expect.Untouched(frame, plane.FromClient(hook, frame));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void An_error_cut_off_anywhere_is_left_alone(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        plane.FromClient(hook, request);
        var frame = new IcmpError
        {
            Source = cast.Client(99).Address,
            Destination = cast.Service.Address,
            Macs = request.Macs,
            Type = family == Family.V4 ? (byte)3 : (byte)1,
            Embedded = Quote(cast.Reply(request) with { Source = request.Destination }, 20),
        }.Frame();
        for (var length = TestRun.Shortest(hook, family); length < frame.Length; length++)
        {
            Expect.Untouched(frame[..length], plane.FromClient(hook, frame[..length]));
        }
    }

    private void IsSentToServer(Hook hook, Cast cast, int quote)
    {
        var isNat = cast.Method == ForwardingMethod.Nat;
        var plane = kernel.Plane();
        plane.Reconcile(cast.Of(cast.Desired(1), cast.Desired(2)));
        var request = cast.Request();
        plane.FromClient(hook, request);
        var server = plane.Sessions().Single().Server;

        // A router near the client complains about what the service sent it.
        var replied = cast.Reply(request) with { Source = request.Destination };
        var error = new IcmpError
        {
            Source = cast.Client(99).Address,
            Destination = cast.Service.Address,
            Macs = request.Macs,
            Type = cast.Family == Family.V4 ? (byte)3 : (byte)2,
            Code = cast.Family == Family.V4 ? (byte)4 : (byte)0,
            Rest = 1400,
            Embedded = Quote(replied, quote),
        };
        var sentByServer = isNat ? replied with { Source = new IPEndPoint(server.Address, server.Port) } : replied;
        var expected = error with
        {
            Destination = isNat ? server.Address : error.Destination,
            Embedded = Quote(sentByServer, quote),
            Ip = Reference.Routed(error.Ip),
            Macs = hook == Hook.Xdp ? new Macs(Wiring.MacOf(server.Address), Wiring.ServerNicMac) : error.Macs,
        };
        Expect.Sent(expected.Frame(), plane.FromClient(hook, error.Frame()));
        Assert.Equal(1, plane.Count(PacketEvent.IcmpForwarded));
    }

    private void IsSentToClient(Hook hook, Cast cast, int quote)
    {
        var plane = kernel.Plane();
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        plane.FromClient(hook, request);
        var forwarded = Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, Hook.Tc);
        foreach (var (sender, seenAs) in new[]
                 {
                     (cast.Server().Address, cast.Service.Address),
                     (cast.Server(50).Address, cast.Server(50).Address),
                 })
        {
            var error = new IcmpError
            {
                Source = sender,
                Destination = request.Source.Address,
                Macs = new Macs(Wiring.ServerNicMac, Wiring.MacOf(sender)),
                Type = cast.Family == Family.V4 ? (byte)3 : (byte)1,
                Code = cast.Family == Family.V4 ? (byte)3 : (byte)4,
                Embedded = Quote(forwarded, quote),
            };
            var expected = error with
            {
                Source = seenAs,
                Embedded = Quote(forwarded with { Destination = request.Destination }, quote),
                Ip = Reference.Routed(error.Ip),
                Macs = new Macs(request.Macs.From, request.Macs.To),
            };
            Expect.Sent(expected.Frame(), plane.FromServer(hook, error.Frame()));
        }
    }

    private static byte[] Quote(Packet packet, int layer4Bytes) => packet.Layer3()[..((packet.IsV6 ? 40 : 20) + layer4Bytes)];
}
