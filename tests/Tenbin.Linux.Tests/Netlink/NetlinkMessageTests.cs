using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Tests.Netlink;

public sealed class NetlinkMessageTests
{
    [Fact]
    public void A_request_is_laid_out_as_the_kernel_reads_it()
    {
        var bytes = new NetlinkRequest(RouteMessage.GetRoute, NetlinkHeader.Acknowledge)
            .With(new RouteQuery { Family = 2, DestinationLength = 32 })
            .Attribute(Route.AttributeDestination, IPAddress.Parse("10.0.0.9"))
            .Attribute(99, "abc"u8)
            .Finish(7).ToArray();
        byte[] expected =
        [
            44, 0, 0, 0, 26, 0, 5, 0, 7, 0, 0, 0, 0, 0, 0, 0,
            2, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            8, 0, 1, 0, 10, 0, 0, 9,
            7, 0, 99, 0, (byte)'a', (byte)'b', (byte)'c', 0,
        ];
        Assert.Equal(expected, bytes);
    }

    [Fact]
    public void A_link_message_is_decoded()
    {
        var kind = Attribute(1, "vlan\0"u8);
        var datagram = new NetlinkRequest(RouteMessage.NewLink, 0)
            .With(new LinkMessage { Index = 5, Type = 1, Flags = 0x41 })
            .Attribute(3, "eth0.7\0"u8)
            .Attribute(1, new byte[] { 2, 0, 0, 0, 0, 9 })
            .Attribute(4, 9000u)
            .Attribute(5, 2u)
            .Attribute(18 | 0x8000, kind)
            .Finish(1);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out var message));
        Assert.Equal(
            new NetworkLink
            {
                Index = 5, Name = "eth0.7", Mac = MacAddress.Parse("02:00:00:00:00:09"), Mtu = 9000, IsUp = true, IsRunning = true,
                LowerIndex = 2, HardwareType = 1, Kind = "vlan",
            },
            NetworkLink.Parse(message));
        Assert.True(datagram.IsEmpty);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_extended_acknowledgement_is_decoded(bool capped)
    {
        var flags = NetlinkHeader.ExtendedAcknowledge | (capped ? NetlinkHeader.Capped : 0);
        var request = new NetlinkRequest(NetlinkHeader.Error, (ushort)flags).With(-22);
        request.With(new NetlinkHeader { Length = 20 });
        if (!capped)
        {
            request.With(0);
        }

        ReadOnlySpan<byte> datagram = request.Attribute(1, "Invalid prefix length\0"u8).Finish(1);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out var message));
        Assert.Equal(new NetlinkError(22, "Invalid prefix length"), NetlinkError.Parse(message));
    }

    [Fact]
    public void An_ipv4_route_through_an_ipv6_gateway_is_decoded()
    {
        byte[] via = [10, 0, .. IPAddress.Parse("fe80::1").GetAddressBytes()];
        var datagram = new NetlinkRequest(RouteMessage.NewRoute, 0).With(new RouteQuery { Family = 2, Type = 1 })
            .Attribute(4, 3u).Attribute(18, via).Finish(1);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out var message));
        Assert.Equal(new Route(RouteKind.Unicast, 3, IPAddress.Parse("fe80::1"), null, null), Route.Parse(message));
    }

    [Fact]
    public void Changes_are_told_apart()
    {
        byte[] datagram =
        [
            .. new NetlinkRequest(RouteMessage.NewNeighbour, 0).With(default(NeighbourMessage)).Finish(0),
            .. new NetlinkRequest(RouteMessage.DeleteRoute, 0).With(default(RouteQuery)).Finish(0),
        ];
        Assert.Equal(NetworkChanges.Neighbours | NetworkChanges.Routes, NetlinkMonitor.Classify(datagram));
        Assert.Equal(NetworkChanges.Routes, NetlinkMonitor.Classify(new NetlinkRequest(RouteMessage.NewRule, 0).With(default(RuleMessage)).Finish(0)));
    }

    [Fact]
    public void Malformed_messages_never_escape_their_bounds()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var good = new NetlinkRequest(RouteMessage.NewLink, 0).With(new LinkMessage { Index = 1 })
            .Attribute(3, Encoding.UTF8.GetBytes("eth0\0")).Attribute(18, Attribute(1, "veth\0"u8)).Finish(1).ToArray();
        ushort[] types = [RouteMessage.NewLink, RouteMessage.NewAddress, RouteMessage.NewRoute, RouteMessage.NewNeighbour, RouteMessage.NewRule, RouteMessage.NewTrafficFilter, NetlinkHeader.Error];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good[..random.Next(good.Length + 1)];
            for (var flips = random.Next(6); flips > 0 && bytes.Length > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (bytes.Length >= 6)
            {
                MemoryMarshal.Write(bytes.AsSpan(4), types[random.Next(types.Length)]);
            }

            ReadOnlySpan<byte> datagram = bytes;
            var failure = Record.Exception(() => ParseAll(bytes));
            Assert.True(failure is null, $"seed {seed}: {failure}");
        }
    }

    private static void ParseAll(byte[] bytes)
    {
        ReadOnlySpan<byte> datagram = bytes;
        while (NetlinkMessage.TryTake(ref datagram, out var message))
        {
            NetworkLink.Parse(message);
            InterfaceAddress.Parse(message);
            Route.Parse(message);
            TableRoute.Parse(message);
            RoutingRule.Parse(message);
            Neighbour.Parse(message);
            NetlinkError.Parse(message);
            Linux.Bpf.BpfTcFilter.Parse(message, Linux.Bpf.BpfTcDirection.Ingress);
        }
    }

    private static byte[] Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        var bytes = new byte[4 + ((value.Length + 3) & ~3)];
        MemoryMarshal.Write(bytes, (ushort)(4 + value.Length));
        MemoryMarshal.Write(bytes.AsSpan(2), type);
        value.CopyTo(bytes.AsSpan(4));
        return bytes;
    }
}
