using System.Net;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Linux;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>What the machine itself sends: nothing leaves from, or announces, an address whose gate is closed.</summary>
public sealed class GateEgressTests(KernelFixture kernel)
{
    private static readonly Macs s_outward = new(Wiring.RouterMac, Wiring.ClientNicMac);
    private static readonly Macs s_toAll = new(MacAddress.Parse("ff:ff:ff:ff:ff:ff"), Wiring.ClientNicMac);
    private static readonly IPAddress s_own4 = IPAddress.Parse("203.0.113.2"), s_own6 = IPAddress.Parse("fe80::2");
    private static readonly IPAddress s_virtual4 = new Cast(Family.V4).Service.Address, s_virtual6 = new Cast(Family.V6).Service.Address;
    private static readonly IPAddress s_other4 = new Cast(Family.V4).Client().Address, s_other6 = new Cast(Family.V6).Client().Address;

    private static byte[][] FromVirtual =>
    [
        Arp.Frame(s_toAll, Arp.Request, s_virtual4, s_other4),
        Arp.Frame(s_toAll, Arp.Request, s_virtual4, s_virtual4),
        Arp.Frame(s_outward, Arp.Reply, s_virtual4, s_other4),
        Sent(Family.V4),
        Sent(Family.V6),
        Tagged(Sent(Family.V4)),
        Tagged(Sent(Family.V6)),
        Tagged(Arp.Frame(s_toAll, Arp.Request, s_virtual4, s_other4)),
        Ip4Tunnel(),
        .. Large(Family.V4),
        .. Large(Family.V6),
        Neighbour.Frame(s_outward, Neighbour.Advertisement, s_virtual6, s_other6, s_virtual6),
        Neighbour.Frame(s_outward, Neighbour.Advertisement, s_own6, s_other6, s_virtual6),
        Neighbour.Frame(s_outward, Neighbour.Solicitation, s_virtual6, s_other6, s_other6),
    ];

    private static byte[][] Others =>
    [
        Arp.Frame(s_toAll, Arp.Request, s_own4, s_virtual4),
        // A probe for duplicates (RFC 5227 §2.1.1) teaches nobody anything.
        Arp.Frame(s_toAll, Arp.Request, IPAddress.Any, s_virtual4),
        Arp.Frame(s_outward, Arp.Reply, s_own4, s_virtual4),
        Neighbour.Frame(s_outward, Neighbour.Advertisement, s_own6, s_virtual6, s_own6),
        Neighbour.Frame(s_toAll, Neighbour.Solicitation, IPAddress.IPv6Any, s_virtual6, s_virtual6),
        Neighbour.Frame(s_outward, Neighbour.Solicitation, s_own6, s_virtual6, s_virtual6),
        new Cast(Family.V4).Request().Frame(),
        new Cast(Family.V6).Request().Frame(),
        Tagged(new Cast(Family.V4).Request().Frame()),
    ];

    [Fact]
    public void Invariant6_nothing_leaves_from_or_announces_a_closed_address()
    {
        var plane = Gated();
        foreach (var frame in FromVirtual)
        {
            Assert.True(plane.Leaving(frame).Verdict == Verdict.Drop, Convert.ToHexString(frame));
        }

        Assert.Equal(FromVirtual.Length, plane.Count(PacketEvent.GateClosed));
    }

    [Fact]
    public void Everything_leaves_through_an_open_gate()
    {
        var plane = Gated();
        plane.Gates.SetDeadline(0, long.MaxValue);
        Assert.All(FromVirtual, frame => Expect.Untouched(frame, plane.Leaving(frame)));
    }

    [Fact]
    public void Everything_else_leaves_past_a_closed_gate()
    {
        var plane = Gated();
        Assert.All(Others, frame => Expect.Untouched(frame, plane.Leaving(frame)));
        plane.Gates.SetGroups([]);
        Assert.All(FromVirtual, frame => Expect.Untouched(frame, plane.Leaving(frame)));
        Assert.Equal(0, plane.Count(PacketEvent.GateClosed));
    }

    [Fact]
    public void A_frame_cut_off_anywhere_is_left_alone()
    {
        var plane = Gated();
        var arp = Arp.Frame(s_toAll, Arp.Request, s_virtual4, s_other4);
        var advertisement = Neighbour.Frame(s_outward, Neighbour.Advertisement, s_own6, s_other6, s_virtual6);
        Untouched(arp, Ethernet.HeaderLength);
        Untouched(advertisement, TestRun.Shortest(Model.Configuration.Hook.Tc, Family.V6));

        void Untouched(byte[] frame, int shortest)
        {
            for (var length = shortest; length < frame.Length; length++)
            {
                Expect.Untouched(frame[..length], plane.Leaving(frame[..length]));
            }

            Expect.Dropped(plane.Leaving(frame));
        }
    }

    private static Packet FromService(Family family)
    {
        var request = new Cast(family).Request();
        return request with { Source = request.Destination, Destination = request.Source, Macs = s_outward };
    }

    private static byte[] Sent(Family family) => FromService(family).Frame();

    private static byte[][] Large(Family family) => (FromService(family) with { Payload = new byte[200] }).Fragments(64, 64);

    private static byte[] Ip4Tunnel() => Ethernet.Frame(s_outward, isV6: false, Ip.Make(s_virtual4, s_other4, 47, new byte[8], new IpFields()));

    private static byte[] Tagged(byte[] frame) => [.. frame[..12], 0x81, 0x00, 0x00, 0x64, .. frame[12..]];

    private Plane Gated()
    {
        var plane = kernel.Plane();
        plane.Gates.SetGroups([new GatedGroup("front", 0, [s_virtual4, s_virtual6])]);
        return plane;
    }
}
