using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>What stands in headers besides addresses and ports.</summary>
public sealed class HeaderTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Udp_without_a_checksum_stays_without_one(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, Protocol.Udp);
        plane.Reconcile(cast.Of());
        var request = cast.Request() with { HasUdpChecksum = false };
        Expect.Sent(Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, hook), plane.FromClient(hook, request));
        var reply = cast.Reply(request) with { HasUdpChecksum = false };
        Expect.Sent(Reference.ToClient(reply, request), plane.FromServer(hook, reply));
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void A_udp_checksum_that_comes_to_zero_is_sent_as_all_ones(Hook hook, Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, Protocol.Udp);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        // The payload that makes the translated datagram's sum 0 is found by trying them all.
        var translated = Enumerable.Range(0, 0x10000)
            .Select(value => Reference.ToServer(request with { Payload = [(byte)(value >> 8), (byte)value] }, cast.Server(), ForwardingMethod.Nat, hook))
            .First(packet => ChecksumOf(packet) == 0xffff);
        var outcome = plane.FromClient(hook, request with { Payload = translated.Payload });
        Expect.Sent(translated, outcome);
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Every_source_and_payload_keeps_its_checksum_right(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        for (var i = 0; i < 300; i++)
        {
            var payload = new byte[random.Next(0, 1300)];
            random.NextBytes(payload);
            var request = cast.Request(random.Next(1, 250), random.Next(1, 65536)) with
            {
                Payload = payload,
                Ip = new IpFields { Ttl = (byte)random.Next(2, 256), TrafficClass = (byte)random.Next(256), Id = (ushort)random.Next(65536) },
            };
            Expect.Sent(Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, hook), plane.FromClient(hook, request));
            var reply = cast.Reply(request) with { Payload = payload };
            Expect.Sent(Reference.ToClient(reply, request), plane.FromServer(hook, reply));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void The_sum_that_a_nic_took_stays_right(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        Assert.SkipWhen(hook == Hook.Xdp, "a packet at XDP has no such sum");
        Assert.SkipUnless(Environment.OSVersion.Version >= new Version(6, 17), "needs Linux 6.17, whose test run checks it");
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        Expect.Sent(Reference.ToServer(request, cast.Server(), method, hook), plane.Summed(request));
        if (method == ForwardingMethod.Nat)
        {
            var reply = cast.Reply(request);
            Expect.Sent(Reference.ToClient(reply, request), plane.Summed(reply, isFromServer: true));
        }
    }

    [Theory]
    [InlineData(Family.V4)]
    [InlineData(Family.V6)]
    public void A_jumbo_frame_in_several_buffers_goes_through_xdp(Family family)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family);
        var ways = plane.Hops.OnLink(cast.Server().Address);
        plane.Hops[cast.Server().Address] = ways with { Mtu = 9000 };
        plane.Reconcile(cast.Of());
        var request = cast.Request() with { Payload = new byte[8000] };
        Expect.Sent(Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, Hook.Xdp), plane.FromClient(Hook.Xdp, request));
        var cut = request.Frame()[..^1];
        Expect.Untouched(cut, plane.FromClient(Hook.Xdp, cut));

        plane.Hops[cast.Server().Address] = ways with { Mtu = 7000 };
        plane.Reconcile(cast.Of());
        Expect.TooBig(request, 7000, plane.FromClient(Hook.Xdp, request), Hook.Xdp);
    }

    [Theory]
    [MemberData(nameof(OptionCases))]
    public void Ip_options_go_along(Hook hook, Protocol protocol, ForwardingMethod method, int words)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4, protocol, method);
        plane.Reconcile(cast.Of());
        // No-operation options (RFC 791 §3.1), closed by an end of list.
        byte[] options = [.. Enumerable.Repeat((byte)1, words * 4 - 1), 0];
        var request = cast.Request() with { Ip = new IpFields { Options = options } };
        Expect.Sent(Reference.ToServer(request, cast.Server(), method, hook), plane.FromClient(hook, request));
        if (method == ForwardingMethod.Nat)
        {
            var reply = cast.Reply(request);
            Expect.Sent(Reference.ToClient(reply, request), plane.FromServer(hook, reply));
        }
    }

    public static MatrixTheoryData<Hook, Protocol, ForwardingMethod, int> OptionCases => new(
        [Hook.Tc, Hook.Xdp], [Protocol.Tcp, Protocol.Udp], [ForwardingMethod.Nat, ForwardingMethod.Dsr], [1, 5, 10]);

    [Theory]
    [MemberData(nameof(ExtensionCases))]
    public void Ipv6_extension_headers_go_along(Hook hook, Protocol protocol, ForwardingMethod method, byte[] types, int units)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V6, protocol, method);
        plane.Reconcile(cast.Of());
        var request = cast.Request() with { Ip = WithExtensions(types, units) };
        Expect.Sent(Reference.ToServer(request, cast.Server(), method, hook), plane.FromClient(hook, request));
        if (method == ForwardingMethod.Nat)
        {
            var reply = cast.Reply(request);
            Expect.Sent(Reference.ToClient(reply, request), plane.FromServer(hook, reply));
        }
    }

    public static TheoryData<Hook, Protocol, ForwardingMethod, byte[], int> ExtensionCases
    {
        get
        {
            TheoryData<Hook, Protocol, ForwardingMethod, byte[], int> data = [];
            foreach (var (hook, protocol, method) in from hook in (Hook[])[Hook.Tc, Hook.Xdp]
                                                     from protocol in (Protocol[])[Protocol.Tcp, Protocol.Udp]
                                                     from method in (ForwardingMethod[])[ForwardingMethod.Nat, ForwardingMethod.Dsr]
                                                     select (hook, protocol, method))
            {
                data.Add(hook, protocol, method, [ExtensionHeader.HopByHop], 1);
                data.Add(hook, protocol, method, [ExtensionHeader.DestinationOptions], 3);
                data.Add(hook, protocol, method, [ExtensionHeader.HopByHop, ExtensionHeader.DestinationOptions], 1);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(Hook.Tc, ExtensionHeader.Routing, 1, 1)]
    [InlineData(Hook.Xdp, ExtensionHeader.Routing, 1, 1)]
    [InlineData(Hook.Tc, ExtensionHeader.DestinationOptions, 1, 9)]
    [InlineData(Hook.Xdp, ExtensionHeader.DestinationOptions, 1, 9)]
    [InlineData(Hook.Tc, ExtensionHeader.DestinationOptions, 256, 1)]
    [InlineData(Hook.Xdp, ExtensionHeader.DestinationOptions, 256, 1)]
    [InlineData(Hook.Tc, ExtensionHeader.DestinationOptions, 128, 2)]
    [InlineData(Hook.Xdp, ExtensionHeader.DestinationOptions, 128, 2)]
    public void Extension_headers_that_are_not_understood_are_left_alone(Hook hook, byte type, int units, int count)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V6);
        plane.Reconcile(cast.Of());
        var frame = (cast.Request() with { Ip = WithExtensions([.. Enumerable.Repeat(type, count)], units) }).Frame();
        Expect.Untouched(frame, plane.FromClient(hook, frame));
        Assert.Equal(0, plane.Size("sessions"));
    }

    [Theory]
    [MemberData(nameof(Cases.Hooks), MemberType = typeof(Cases))]
    public void Ports_are_never_read_out_of_an_extension_header(Hook hook)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V6);
        plane.Reconcile(cast.Of());
        // 2,048 bytes of destination options, which hold what looks like a TCP header to port 80 wherever a wrapped offset may point.
        var frame = (cast.Request() with { Ip = WithExtensions([ExtensionHeader.DestinationOptions], 256) }).Frame();
        var bait = (cast.Request(port: 666) with { Payload = [] }).Layer3()[40..];
        for (var at = Ethernet.HeaderLength + 40 + 4; at + bait.Length < Ethernet.HeaderLength + 40 + 2048; at += bait.Length)
        {
            bait.CopyTo(frame, at);
        }

        Expect.Untouched(frame, plane.FromClient(hook, frame));
        Assert.Equal(0, plane.Size("sessions"));
    }

    private static IpFields WithExtensions(byte[] types, int units) =>
        new() { Extensions = [.. types.Select(type => new ExtensionHeader(type, units))] };

    private static int ChecksumOf(Packet udp)
    {
        var frame = udp.Frame();
        var at = ReceivedPacket.Parse(frame).Layer4At + 6;
        return frame[at] << 8 | frame[at + 1];
    }
}
