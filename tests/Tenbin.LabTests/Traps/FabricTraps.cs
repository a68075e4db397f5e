using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.LabTests.RealServers;
using Xunit;

namespace Tenbin.LabTests.Traps;

/// <summary>What a VPC's fabric does to packets that are right anywhere else.</summary>
public sealed class FabricTraps
{
    [Fact]
    public async Task Trap01_source_check_of_a_director_eats_what_it_forwards_while_all_checks_pass()
    {
        await using var lone = await LoneDirector.Start();
        var lvs01 = lone.Vpc["lvs01"];
        await lone.WaitUntilWebServes();
        await lone.Director.FindsNo("aws.source-check");

        // As on an instance that was rebuilt.
        lvs01.SetSourceDestCheck(true);
        await lone.Client.WaitUntilLost(LoneDirector.Web);
        Assert.True(lone.Vpc.Switch.Drops.Count(lvs01.Port, DropReason.SourceCheck) > 0, lone.Vpc.Switch.Drops.ToString());
        Assert.All((await lone.Director.Status())["web"].Servers, server => Assert.Equal("up", server.State));

        // The directors' own role should not be able to; the operator is told what to run.
        lone.Vpc.Keys.SetRole("director", ["ec2:Describe*"]);
        var found = Assert.Single(await lone.Director.Finds("aws.source-check", "--fix"));
        Assert.Contains("run the command with another", found.FixFault, StringComparison.Ordinal);
        (await lone.Vpc.Operator().Ec2(found.Command("aws ec2"))).Checked();
        await lone.WaitUntilWebServes();
        await lone.Director.FindsNo("aws.source-check");

        // One that may, does it.
        lvs01.SetSourceDestCheck(true);
        lone.Vpc.Keys.SetRole("director", ["ec2:*"]);
        Assert.True(Assert.Single(await lone.Director.Finds("aws.source-check", "--fix")).Fixed);
        await lone.WaitUntilWebServes();
    }

    [Fact]
    public async Task Trap01_source_check_of_a_dsr_server_eats_what_comes_for_the_virtual_address()
    {
        await using var lone = await LoneDirector.Start();
        await lone.WaitUntilDbServes();
        await lone.Director.FindsNo("aws.server-source-check");

        foreach (var db in new[] { "db01", "db02" })
        {
            lone.Vpc[db].SetSourceDestCheck(true);
        }

        await lone.Reader.WaitUntilLost(LoneDirector.Db);
        Assert.True(lone.Vpc.Switch.Drops.Count(lone.Vpc["lvs01"].Port, DropReason.DestinationCheck) > 0, lone.Vpc.Switch.Drops.ToString());
        Assert.All((await lone.Director.Status())["db"].Servers, server => Assert.Equal("up", server.State));

        var found = await lone.Director.Finds("aws.server-source-check");
        Assert.Equal(2, found.Count);
        foreach (var one in found)
        {
            (await lone.Vpc.Operator().Ec2(one.Command("aws ec2"))).Checked();
        }

        await lone.WaitUntilDbServes();
        await lone.Director.FindsNo("aws.server-source-check");
    }

    [Fact]
    public async Task Trap02_direct_replies_to_the_internet_die_at_the_edge()
    {
        // The web service by dsr, and its real servers set up for that.
        var byDsr = LoneDirector.Services.Replace("forward: nat", "forward: dsr", StringComparison.Ordinal);
        await using var lone = await LoneDirector.Start(byDsr, isPrepared: false);
        var web = new[] { lone.Vpc["web01"], lone.Vpc["web02"] };
        foreach (var server in web)
        {
            server.SetSourceDestCheck(false);
            (await server.Machine.RealServerVerb("setup", "--config", lone.Director.ConfigFile)).Checked();
        }

        await lone.Client.WaitUntilLost(LoneDirector.Web);
        Assert.True(web.Sum(server => lone.Vpc.Switch.Drops.Count(server.Port, DropReason.EdgeForeignSource)) > 0, lone.Vpc.Switch.Drops.ToString());

        // Inside the subnet it works.
        await lone.Vpc["db01"].Machine.WaitUntilServed(new(IPAddress.Parse(LoneDirector.WebAddress), LoneDirector.Port), "web");

        Assert.Contains("forward: nat", Assert.Single(await lone.Director.Finds("aws.dsr-elastic-ip")).Mend, StringComparison.Ordinal);
        await lone.Reload(LoneDirector.Services);
        foreach (var server in web)
        {
            (await server.Machine.RealServerVerb("setup", "--gateway", LoneDirector.Gateway)).Checked();
        }

        await lone.WaitUntilWebServes();
        await lone.Director.FindsNo("aws.dsr-elastic-ip");
    }

    [Fact]
    public async Task Trap03_direct_routing_ends_at_the_subnet()
    {
        var plan = VpcBuilder.Article().Subnet("back", "172.18.2.0/24").Instance(new("db03", "172.18.2.220") { SourceDestCheck = false });
        await using var lone = await LoneDirector.Start(LoneDirector.Services.Replace("[172.18.1.220, 172.18.1.221]", "[172.18.2.220]", StringComparison.Ordinal), plan);

        // Its check passes: the address of the server itself is reached through the router.
        await lone.Reader.WaitUntilLost(LoneDirector.Db);
        Assert.Contains("subnet", Assert.Single(await lone.Director.Finds("aws.server-elsewhere")).Mend, StringComparison.Ordinal);
        await lone.Director.Finds("dsr.other-segment");

        await lone.Reload(LoneDirector.Services);
        await lone.WaitUntilDbServes();
        await lone.Director.FindsNo("aws.server-elsewhere");
        await lone.Director.FindsNo("dsr.other-segment");
    }

    /// <summary>
    /// The address is in the operating system of the director that has taken over, which announces it; the VPC's own book still
    /// has the other.
    /// </summary>
    [Fact]
    public async Task Trap06_taken_address_that_only_arp_announces_stays_where_the_book_has_it()
    {
        await using var pair = await TrapPair.Prepare();
        await pair.Write(new() { Mover = "local" });
        await pair.Start();
        await pair.WaitUntilServed();

        await pair.Lvs01.PowerOff();
        await pair.Lvs02.WaitFor("lvs02 to own the group", status => status.Cluster!["front"].Phase == "holding");
        Assert.Contains(LoneDirector.WebAddress, (await pair.Lvs02.Machine.Run("ip", "address")).Output, StringComparison.Ordinal);
        await Wait.Until("its announcements to be dropped", () => pair.Vpc.Switch.Drops.Count(pair.Vpc["lvs02"].Port, DropReason.GratuitousArp) > 0);
        await pair.Client.WaitUntilLost(LoneDirector.Web);
        await pair.Reader.WaitUntilLost(LoneDirector.Db);

        Assert.All(await pair.Lvs02.Finds("aws.mover-local"), one => Assert.Contains("mover: aws-private-ip", one.Mend, StringComparison.Ordinal));
        await pair.Write(new());
        await TrapPair.Restart(pair.Lvs02);
        await pair.WaitUntilServed();
        await pair.Lvs02.FindsNo("aws.mover-local");
    }

    /// <summary>
    /// A server that holds the virtual address on lo, and asks and answers for it as a machine does by default. In a plain
    /// network its question for the client, in the name of the virtual address, teaches the client its MAC.
    /// </summary>
    [Fact]
    public async Task Trap13_server_that_speaks_for_the_virtual_address_steals_it_from_the_director()
    {
        await using var site = await Site.Create(nat: 0, dsr: 2);
        await using var lan = await DsrLan.Start(site);
        await lan.WaitUntilBothServe();
        await site.Director.FindsNo("dsr.server-answers-arp");

        var thief = site.Dsr[0];
        await thief.Sysctl(("net.ipv4.conf.all.arp_ignore", "0"), ("net.ipv4.conf.all.arp_announce", "0"));
        await Wait.Until("the client to take the server for the virtual address's holder", async () =>
        {
            await thief.Ip($"neigh flush to {site.Client.Nics[0].V4}");
            await lan.Ask();
            return await lan.HolderForClient() == thief.Nics[0].Mac.ToString();
        });
        (await site.Director.Verb("drain", site.DsrServer(1).ToString())).Checked();
        Assert.All(await lan.Ask(), server => Assert.Equal(thief.Name, server));

        var found = Assert.Single(await site.Director.Finds("dsr.server-answers-arp"));
        Assert.Contains($"on {site.DsrServer(1)} run 'tenbin real-server setup --vip {site.DsrV4}'", found.Mend, StringComparison.Ordinal);
        (await thief.RealServerVerb(found.Command("tenbin real-server").Split(' '))).Checked();
        await site.Client.Ip($"neigh flush to {site.DsrV4}");
        await Wait.Until("what was drained to stay so", async () => (await lan.Ask()).All(server => server == site.Dsr[1].Name));
        (await site.Director.Verb("undrain", site.DsrServer(1).ToString())).Checked();
        await lan.WaitUntilBothServe();
        await site.Director.FindsNo("dsr.server-answers-arp");
    }

    /// <summary>In a VPC no ARP of a server steals anything; an assignment of the address to it by the API does.</summary>
    [Fact]
    public async Task Trap13_in_a_vpc_only_the_api_gives_a_server_the_virtual_address()
    {
        await using var lone = await LoneDirector.Start();
        foreach (var db in new[] { "db01", "db02" })
        {
            await lone.Vpc[db].Machine.Sysctl(("net.ipv4.conf.all.arp_ignore", "0"), ("net.ipv4.conf.all.arp_announce", "0"));
            await lone.Vpc[db].Machine.Ip("neigh flush all");
        }

        await lone.Reader.Ip("neigh flush all");
        await lone.WaitUntilDbServes();
        Assert.Contains(lone.Vpc["lvs01"].Interface.Mac.ToString(), (await lone.Reader.Run("ip", "neigh", "show", LoneDirector.DbAddress)).Output, StringComparison.Ordinal);
        await lone.Director.FindsNo("dsr.server-answers-arp");

        var assign = $"assign-private-ip-addresses --network-interface-id {lone.Vpc["db01"].InterfaceId} --private-ip-addresses {LoneDirector.DbAddress} --allow-reassignment";
        (await lone.Vpc.Operator().Ec2(assign)).Checked();
        await lone.Reader.Ip("neigh flush all");
        (await lone.Director.Verb("drain", "172.18.1.220")).Checked();
        await lone.Reader.WaitUntilServed(LoneDirector.Db, "db01");

        await lone.Director.Finds("dsr.server-answers-arp");
        (await lone.Vpc.Operator().Ec2(Assert.Single(await lone.Director.Finds("aws.address-astray")).Command("aws ec2"))).Checked();
        await lone.Reader.Ip("neigh flush all");
        await lone.Reader.WaitUntilServed(LoneDirector.Db, "db02");
        await lone.Director.FindsNo("aws.address-astray");
        await lone.Director.FindsNo("dsr.server-answers-arp");
    }
}
