using System.Globalization;
using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.Lab.Pairs;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Traps;

/// <summary>What stands in a director's way on its own machine. IPVS and large receive offload are in the VM (<c>Tenbin.VmTests</c>).</summary>
public sealed class HostTraps
{
    private const long Bytes = 20_000_000;

    /// <summary>ipvsadm failed where IPv6 was off. Tenbin needs it only for IPv6 addresses, and says so.</summary>
    [Fact]
    public async Task Trap12_ipv6_that_is_off_harms_nothing_but_what_needs_it()
    {
        await using var site = await Site.Create(nat: 1, dsr: 0);
        await using var peer = await Lab.Servers.PeerServer.Start(site.Nat[0], RunningSite.PeerPort);
        IPEndPoint v4 = new(site.NatV4, RunningSite.PeerPort), v6 = new(site.NatV6, RunningSite.PeerPort);
        await site.DirectorMachine.Sysctl(("net.ipv6.conf.all.disable_ipv6", "1"));
        var director = site.Director;
        await director.WriteConfig(new SiteConfig().Service("v4", v4, "udp", "nat", RunningSite.NatServers(site)).ToString());
        await director.Start();
        await director.WaitUntilAllUp();
        await site.Client.WaitUntilServed(v4, "nat1");
        await director.FindsNo("ipv6.disabled");

        await director.WriteConfig(new SiteConfig()
            .Service("v4", v4, "udp", "nat", RunningSite.NatServers(site))
            .Service("v6", v6, "udp", "nat", RunningSite.NatServers(site, System.Net.Sockets.AddressFamily.InterNetworkV6)).ToString());
        (await director.Verb("reload")).Checked();
        await site.Client.WaitUntilLost(v6);
        await site.Client.WaitUntilServed(v4, "nat1");

        Assert.True(Assert.Single(await director.Finds("ipv6.disabled", "--fix")).Fixed);
        // The kernel has dropped the addresses; in a cluster the group would put them back.
        await site.DirectorMachine.Ip(
            $"address add {site.Outside.V6(1)}/64 dev {site.Outside.Name} nodad", $"address add {site.Inside.V6(1)}/64 dev {site.Inside.Name} nodad");
        await site.DirectorMachine.AddVirtualAddress(site.NatV6, site.Outside.Name);
        await site.Client.WaitUntilServed(v6, "nat1");
        await director.FindsNo("ipv6.disabled");
    }

    /// <summary>
    /// The article's two programs overwrote each other's IPVS table. Here another program, with the name of one that does such
    /// things, takes the address away as soon as Tenbin has put it there; what Tenbin put into the kernel nobody else writes.
    /// </summary>
    [Fact]
    public async Task Trap12_program_that_drives_the_same_addresses_is_named()
    {
        await using var site = await PairSite.Create(nat: 1, dsr: 0, witnesses: 0);
        await site.WriteConfig(new PairConfig { Cluster = ["without-majority: serve"] });
        var owner = await site.Start();
        IPEndPoint service = new(site.NatAddress, PairSite.PeerPort);
        await site.Client.WaitUntilServed(service, "nat1");
        await owner.FindsNo("program.rival");

        var rival = Path.Combine(owner.Machine.Directory, "heartbeat");
        await File.WriteAllTextAsync(
            rival, $"#!/bin/bash\nwhile true; do ip address delete {site.NatAddress}/24 dev {site.Outside.Name} 2>/dev/null; sleep 0.02; done\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(rival, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using (await owner.Machine.Start([rival]))
        {
            await Wait.Until(
                "the address to be gone again and again",
                () => owner.Daemon!.Output.Contains("has failed three times within a minute"), TimeSpan.FromSeconds(60), owner.Daemon!.Output.ToString);
            Assert.Contains("heartbeat runs here", Assert.Single(await owner.Finds("program.rival")).Wrong, StringComparison.Ordinal);
        }

        await site.WaitUntilSettled(TimeSpan.FromSeconds(60));
        await site.Client.WaitUntilServed(service, "nat1");
        await owner.FindsNo("program.rival");
    }

    /// <summary>
    /// GRO joins received packets as LRO did, and can take them apart again: packets many times longer than the MTU pass the
    /// director whole, both ways, and arrive intact. Nothing has to be switched off.
    /// </summary>
    [Theory]
    [InlineData("nat")]
    [InlineData("dsr")]
    public async Task Trap14_joined_packets_pass_the_director_whole(string forward)
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb, nat: 1, dsr: 1);
        var site = running.Site;
        foreach (var nic in site.DirectorMachine.Nics)
        {
            await site.DirectorMachine.SetOffload(nic, "gro", on: true);
        }

        var before = await Received(site);
        IPEndPoint service = new(forward == "nat" ? site.NatV4 : site.DsrV4, RunningSite.PeerPort);
        var sent = await BulkTransfer.Run(site.Client, service, Bytes);

        Assert.Equal(new BulkRecord(forward + "1", Bytes, DownIntact: true, UpIntact: true, Error: null), sent);
        var after = await Received(site);
        Assert.True(after.Bytes - before.Bytes > Bytes, $"{after} after {before}");
        Assert.True((after.Bytes - before.Bytes) / (after.Packets - before.Packets) > 1514, $"no longer packets than the MTU came: {after} after {before}");
        Assert.Equal(0, await running.ChecksumErrors());
        await running.Director.FindsNo("offload.lro");
    }

    private static async Task<(long Bytes, long Packets)> Received(Site site)
    {
        async Task<long> Read(string what) => long.Parse(
            (await site.DirectorMachine.Run("ip", "-json", "-stats", "link", "show", site.Outside.Name)).Checked().Output is var json
                ? System.Text.Json.JsonDocument.Parse(json).RootElement[0].GetProperty("stats64").GetProperty("rx").GetProperty(what).ToString() : "",
            CultureInfo.InvariantCulture);
        return (await Read("bytes"), await Read("packets"));
    }
}
