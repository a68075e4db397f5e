using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Metadata;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.LabTests.RealServers;
using Xunit;

namespace Tenbin.LabTests.Traps;

/// <summary>Which way real servers and directors have out, and what else goes that way.</summary>
public sealed class GatewayTraps
{
    [Fact]
    public async Task Trap04_nat_server_whose_gateway_is_the_subnets_own_router_answers_past_the_director()
    {
        await using var lone = await LoneDirector.Start(isPrepared: false);
        var web = new[] { lone.Vpc["web01"], lone.Vpc["web02"] };

        await lone.Client.WaitUntilLost(LoneDirector.Web);
        Assert.True(web.Sum(server => lone.Vpc.Switch.Drops.Count(server.Port, DropReason.EdgeNoPublicAddress)) > 0, lone.Vpc.Switch.Drops.ToString());
        Assert.All((await lone.Director.Status())["web"].Servers, server => Assert.Equal("up", server.State));

        var found = await lone.Director.Finds("nat.gateway-elsewhere");
        Assert.Equal(2, found.Count);
        foreach (var server in web)
        {
            (await server.Machine.RealServerVerb(found[0].Command("tenbin real-server").Replace("ADDRESS", LoneDirector.Gateway, StringComparison.Ordinal).Split(' '))).Checked();
        }

        await lone.WaitUntilWebServes();
        await lone.Director.FindsNo("nat.gateway-elsewhere");
    }

    /// <summary>It cannot have the director as its gateway; but its subnet's route table may lead there, and follow the group.</summary>
    [Fact]
    public async Task Trap04_gateway_must_be_in_the_same_subnet_and_the_route_table_stands_in_for_it()
    {
        var plan = VpcBuilder.Article().RouteTable("back", toInternet: false).Subnet("back", "172.18.2.0/24", table: "back").Instance(new("web03", "172.18.2.33"));
        await using var pair = await TrapPair.Prepare(plan);
        var web03 = pair.Vpc["web03"];
        var file = new PairFile { WebServers = "172.18.2.33" };
        await pair.Write(file);
        await pair.Start();
        await pair.Client.WaitUntilLost(LoneDirector.Web);
        Assert.True(pair.Vpc.Switch.Drops.Count(web03.Port, DropReason.NoRoute) > 0, pair.Evidence());
        var refused = await web03.Machine.RealServerVerb("setup", "--gateway", LoneDirector.WebAddress);
        Assert.True(refused.ExitStatus == 1 && refused.Errors.Contains("must be in one", StringComparison.Ordinal), refused.ToString());

        Assert.Contains("'default-route-tables'", Assert.Single(await pair.Lvs01.Finds("aws.gateway-elsewhere")).Mend, StringComparison.Ordinal);
        await pair.Write(file with { WebAddress = $"default-route-tables: [{Vpc.RouteTableId("back")}]" });
        await TrapPair.Restart(pair.Lvs02);
        await TrapPair.Restart(pair.Lvs01);

        await pair.Client.WaitUntilServed(LoneDirector.Web, "web03", pair.Evidence);
        await pair.Lvs01.FindsNo("aws.gateway-elsewhere");
        await pair.Lvs01.PowerOff();
        await pair.Client.WaitUntilServed(LoneDirector.Web, "web03", pair.Evidence);
        Assert.Contains(pair.Vpc.Control.Book.RouteTables[Vpc.RouteTableId("back")].Routes, route => route is { Target: RouteTarget.Interface } && route.TargetId == Vpc.InterfaceId("lvs02"));
    }

    [Fact]
    public async Task Trap05_nat_server_with_the_director_as_its_default_gateway_loses_its_metadata()
    {
        await using var lone = await LoneDirector.Start();
        var web = lone.Vpc["web01"];
        await lone.WaitUntilWebServes();
        await lone.Director.Machine.Forward();
        await lone.Director.Machine.Sysctl(("net.ipv4.conf.all.send_redirects", "0"), ("net.ipv4.conf.eth0.send_redirects", "0"));

        // A token may travel one hop; where it may two, the metadata are the director's.
        Assert.Null(await web.Machine.AskMetadata());
        lone.Vpc.Metadata.Usual = new MetadataConduct { HopLimit = 2 };
        Assert.Equal(lone.Vpc["lvs01"].Id, await web.Machine.AskMetadata());
        lone.Vpc.Metadata.Usual = new MetadataConduct();

        (await web.Machine.RealServerVerb("setup", "--gateway", LoneDirector.Gateway)).Checked();
        var check = await web.Machine.RealServerVerb("check");
        Assert.True(check.ExitStatus == 1 && check.Output.Contains("own router there again", StringComparison.Ordinal), check.ToString());
        await web.Machine.SetGateway(System.Net.IPAddress.Parse(LoneDirector.Router));

        Assert.Equal(0, (await web.Machine.RealServerVerb("check")).ExitStatus);
        Assert.Equal(web.Id, await web.Machine.AskMetadata());
        await lone.Client.WaitUntilServed(LoneDirector.Web, "web");
        (await lone.Director.Verb("drain", "172.18.1.34")).Checked();
        await lone.Client.WaitUntilServed(LoneDirector.Web, "web01");
    }

    /// <summary>A director that goes out by another one: it gets no metadata, or takes the other's for its own and would move addresses there.</summary>
    [Fact]
    public async Task Trap05_director_whose_gateway_is_the_other_director_is_told_that_its_metadata_are_not_its_own()
    {
        await using var pair = await TrapPair.Prepare();
        await pair.Write(new());
        var lvs02 = pair.Lvs02;
        await pair.Lvs01.Machine.Forward();
        await pair.Lvs01.Machine.Sysctl(("net.ipv4.conf.all.send_redirects", "0"), ("net.ipv4.conf.eth0.send_redirects", "0"));
        await lvs02.FindsNo("aws.metadata");

        await lvs02.Machine.SetGateway(System.Net.IPAddress.Parse("172.18.1.23"));
        Assert.Null(await lvs02.Machine.AskMetadata());
        await lvs02.Finds("aws.metadata");

        pair.Vpc.Metadata.Usual = new MetadataConduct { HopLimit = 2 };
        Assert.Equal(pair.Vpc["lvs01"].Id, await lvs02.Machine.AskMetadata());
        var found = Assert.Single(await lvs02.Finds("aws.metadata-elsewhere"));
        await lvs02.Machine.Ip(found.Command("ip ").Replace("ROUTER", LoneDirector.Router, StringComparison.Ordinal));

        Assert.Equal(pair.Vpc["lvs02"].Id, await lvs02.Machine.AskMetadata());
        await lvs02.FindsNo("aws.metadata-elsewhere");
        await lvs02.FindsNo("aws.metadata");
    }
}
