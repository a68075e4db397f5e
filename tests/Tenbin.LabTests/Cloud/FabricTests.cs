using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Load;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.LabTests.Cloud;

/// <summary>Real kernels on the simulated fabric.</summary>
public sealed class FabricTests
{
    private const int Port = 7000;
    private static readonly IPAddress WebVip = IPAddress.Parse("172.18.1.199");

    [Fact]
    public async Task Instances_of_two_subnets_reach_each_other_over_both_families_with_right_checksums()
    {
        await using var vpc = await new VpcBuilder("10.0.0.0/16", rangeV6: "2001:db8:12::/56")
            .Subnet("near", "10.0.1.0/24", "a", "2001:db8:12:1::/64")
            .Subnet("far", "10.0.2.0/24", "c", "2001:db8:12:2::/64")
            .Instance(new("asker", "10.0.1.11") { V6 = ["2001:db8:12:1::11"] })
            .Instance(new("near", "10.0.1.12") { V6 = ["2001:db8:12:1::12"] })
            .Instance(new("far", "10.0.2.11") { V6 = ["2001:db8:12:2::11"] })
            .Start();
        foreach (var server in new[] { vpc["near"], vpc["far"] })
        {
            await using var peer = await PeerServer.Start(server.Machine, Port);
            foreach (var address in server.Interface.V4.Concat(server.Interface.V6))
            {
                var service = new IPEndPoint(address.ToIPAddress(), Port);
                Assert.Equal(
                    new BulkRecord(server.Name, 5_000_000, DownIntact: true, UpIntact: true, Error: null),
                    await BulkTransfer.Run(vpc["asker"].Machine, service, 5_000_000));
                Assert.All(await UdpAsk.Run(vpc["asker"].Machine, service, 3), answer => Assert.Equal(server.Name, answer.Server));
            }

            Assert.Equal(0, await server.Machine.ChecksumErrors());
        }

        Assert.Equal(0, await vpc["asker"].Machine.ChecksumErrors());
        Assert.Equal(0, vpc.Switch.Drops.Count(DropReason.PortDown));
    }

    [Fact]
    public async Task Neighbours_are_told_by_the_book_and_gratuitous_arp_moves_nothing()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (web, lvs01, lvs02) = (vpc["web01"], vpc["lvs01"], vpc["lvs02"]);
        await using var first = await Serve(lvs01, WebVip);
        await using var second = await Serve(lvs02, WebVip);
        Assert.Equal("lvs01", await Asked(web));

        // As the article's first try: the address is up on the other machine, which says so by ARP.
        await lvs02.Machine.Sysctl(("net.ipv4.conf.all.arp_notify", "1"), ("net.ipv4.conf.eth0.arp_notify", "1"));
        await lvs02.Machine.Ip("link set eth0 down", "link set eth0 up");
        await Wait.Until("the announcement to be dropped", () => vpc.Switch.Drops.Count(lvs02.Port, DropReason.GratuitousArp) > 0);

        await web.Machine.Ip("neigh flush all");
        Assert.Equal("lvs01", await Asked(web));
        Assert.Contains(lvs01.Interface.Mac.ToString(), await Neighbours(web), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reassigned_address_is_announced_by_the_fabric_after_its_delay()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (web, lvs01, lvs02) = (vpc["web01"], vpc["lvs01"], vpc["lvs02"]);
        vpc.Switch.AnnouncementDelay = TimeSpan.FromMilliseconds(500);
        await using var first = await Serve(lvs01, WebVip);
        await using var second = await Serve(lvs02, WebVip);
        await using var prober = await Prober.Start(web.Machine, ProbeKind.Udp, new(WebVip, Port));
        await prober.WaitUntilSteady(since: 0);

        var before = LabClock.Now;
        lvs01.SetSourceDestCheck(true);
        Reassign(vpc, WebVip, "lvs02");
        await Wait.Until("the new holder's mac in the neighbour table", async () =>
            (await Neighbours(web)).Contains(lvs02.Interface.Mac.ToString(), StringComparison.Ordinal));
        await prober.WaitUntilSteady(since: LabClock.Now);

        // In between the neighbour sent to the old holder, which does not hold the address any more.
        Assert.True(vpc.Switch.Drops.Count(web.Port, DropReason.DestinationCheck) > 0, vpc.Switch.Drops.ToString());
        Assert.InRange(prober.Log.LongestGap(before)!.Value.Length.TotalSeconds, 0.4, 10);
        Assert.Equal("lvs02", await Asked(web));
    }

    [Fact]
    public async Task Neighbour_that_is_never_told_keeps_the_old_mac()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (web, lvs01) = (vpc["web01"], vpc["lvs01"]);
        vpc.Switch.AnnouncementDelay = null;
        await using var first = await Serve(lvs01, WebVip);
        await using var second = await Serve(vpc["lvs02"], WebVip);
        Assert.Equal("lvs01", await Asked(web));

        Reassign(vpc, WebVip, "lvs02");

        // The old holder's check is off: it still gets, and answers, what its neighbour sends it.
        Assert.Equal("lvs01", await Asked(web));
        Assert.Contains(lvs01.Interface.Mac.ToString(), await Neighbours(web), StringComparison.Ordinal);
        await web.Machine.Ip("neigh flush all");
        Assert.Equal("lvs02", await Asked(web));
    }

    /// <summary>Trap 1: a machine that forwards with the check left on.</summary>
    [Fact]
    public async Task Source_destination_check_eats_what_an_instance_forwards()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (router, web) = (vpc["lvs01"], vpc["web01"]);
        await router.Machine.Forward();
        await web.Machine.Ip("route replace 172.18.1.34/32 via 172.18.1.23 dev eth0");
        await router.Machine.Sysctl(("net.ipv4.conf.all.send_redirects", "0"), ("net.ipv4.conf.eth0.send_redirects", "0"));
        await using var peer = await PeerServer.Start(vpc["web02"].Machine, Port);
        var service = new IPEndPoint(IPAddress.Parse("172.18.1.34"), Port);
        Assert.Equal("web02", (await UdpAsk.Run(web.Machine, service, 1)).Single().Server);

        router.SetSourceDestCheck(true);

        await Wait.Until("the check to eat packets", async () =>
            (await UdpAsk.Run(web.Machine, service, 1)).All(answer => answer.Server != "web02")
            && vpc.Switch.Drops.Count(web.Port, DropReason.DestinationCheck) > 0);
        router.SetSourceDestCheck(false);
        await Wait.Until("the check to be off", async () => (await UdpAsk.Run(web.Machine, service, 1)).Any(answer => answer.Server == "web02"));
    }

    [Fact]
    public async Task Client_on_the_internet_reaches_the_elastic_ip_and_a_direct_reply_dies_at_the_edge()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (client, lvs01, web) = (vpc.Host("client"), vpc["lvs01"], vpc["web01"]);
        var service = new IPEndPoint(IPAddress.Parse("203.0.113.10"), Port);
        await using (await Serve(lvs01, WebVip))
        {
            Assert.Equal(
                new BulkRecord("lvs01", 2_000_000, DownIntact: true, UpIntact: true, Error: null),
                await BulkTransfer.Run(client, service, 2_000_000));
        }

        // Trap 2: direct routing for a client beyond the edge. The server has the address, and answers itself.
        await lvs01.Machine.Ip($"address delete {WebVip}/32 dev eth0");
        await lvs01.Machine.Forward();
        await lvs01.Machine.Ip($"route add {WebVip}/32 via 172.18.1.33 dev eth0");
        web.SetSourceDestCheck(false);
        await web.Machine.Ip($"address add {WebVip}/32 dev lo");
        await using var peer = await PeerServer.Start(web.Machine, Port);

        Assert.All(await UdpAsk.Run(client, service, 1), answer => Assert.NotEqual("web01", answer.Server));

        Assert.True(vpc.Switch.Drops.Count(web.Port, DropReason.EdgeForeignSource) > 0, vpc.Switch.Drops.ToString());
    }

    [Fact]
    public async Task Overlay_address_follows_its_route_across_zones()
    {
        var overlay = IPAddress.Parse("192.0.2.1");
        await using var vpc = await new VpcBuilder("10.0.0.0/16")
            .Subnet("a", "10.0.1.0/24", "a")
            .Subnet("c", "10.0.2.0/24", "c")
            .Instance(new("lvs01", "10.0.1.23") { SourceDestCheck = false })
            .Instance(new("lvs02", "10.0.2.25") { SourceDestCheck = false })
            .Instance(new("web01", "10.0.1.33"))
            .Start();
        await using var first = await Serve(vpc["lvs01"], overlay);
        await using var second = await Serve(vpc["lvs02"], overlay);

        foreach (var holder in new[] { "lvs01", "lvs02" })
        {
            Route(vpc, overlay, holder);
            Assert.Equal(holder, (await UdpAsk.Run(vpc["web01"].Machine, new(overlay, Port), 1)).Single().Server);
        }
    }

    [Fact]
    public async Task Instance_that_lost_its_power_is_silent_and_returns_with_its_primary_address()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (web, lvs01) = (vpc["web01"], vpc["lvs01"]);
        var service = new IPEndPoint(lvs01.Address.ToIPAddress(), Port);
        await using var first = await PeerServer.Start(lvs01.Machine, Port);
        await using var prober = await Prober.Start(web.Machine, ProbeKind.Udp, service);
        await prober.WaitUntilSteady(since: 0);

        await lvs01.PowerOff();
        Assert.False(first.IsRunning);
        await Wait.Until("probes to be lost", () => vpc.Switch.Drops.Count(web.Port, DropReason.LinkCut) > 0);
        await lvs01.PowerOn();
        await using var again = await PeerServer.Start(lvs01.Machine, Port);

        await prober.WaitUntilSteady(since: LabClock.Now);
    }

    private static async Task<IAsyncDisposable> Serve(VpcInstance instance, IPAddress address)
    {
        await instance.Machine.AddVirtualAddress(address, VpcInstance.Device);
        return await PeerServer.Start(instance.Machine, Port);
    }

    private static async Task<string?> Asked(VpcInstance asker) =>
        (await UdpAsk.Run(asker.Machine, new(WebVip, Port), 1)).Single().Server;

    private static async Task<string> Neighbours(VpcInstance instance) =>
        (await instance.Machine.Run("ip", "neigh", "show", WebVip.ToString())).Checked().Output;

    private static void Reassign(Vpc vpc, IPAddress address, string to) => vpc.Control.Change(book =>
    {
        var ip = Ip.From(address);
        foreach (var held in book.Interfaces.Values.Where(held => held.V4.Contains(ip)))
        {
            book = book.With(held with { V4 = held.V4.Remove(ip) });
        }

        var next = book.Interfaces[Vpc.InterfaceId(to)];
        return book.With(next with { V4 = next.V4.Add(ip) });
    });

    private static void Route(Vpc vpc, IPAddress address, string to) => vpc.Control.Change(book =>
    {
        var table = book.RouteTables[Vpc.RouteTableId()];
        var block = Cidr.Of(Ip.From(address));
        return book.With(table with
        {
            Routes = [.. table.Routes.Where(route => route.Destination != block), new(block, Lab.Cloud.Books.RouteTarget.Interface, Vpc.InterfaceId(to))],
        });
    });
}
