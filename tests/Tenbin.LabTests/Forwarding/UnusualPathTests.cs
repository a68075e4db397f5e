using System.Net;
using System.Net.Sockets;
using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.Lab.Servers;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Forwarding;

/// <summary>What becomes of packets that do not take the usual way.</summary>
public sealed class UnusualPathTests
{
    private const int WebPort = 80;

    [Fact]
    public async Task Every_interface_is_attached_unless_the_file_names_some()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        Assert.Equal(["inside", "outside"], Attached(await running.Director.Status()));

        await running.Director.WriteConfig("data-plane: { interfaces: [outside] }\n" + RunningSite.PeersAndWeb(running.Site));
        await running.Director.Stop();
        await running.Director.Start();

        await running.Director.WaitFor("one interface", status => Attached(status).SequenceEqual(["outside"]));
    }

    [Fact]
    public async Task Localnode_serves_beside_the_real_servers()
    {
        await using var running = await RunningSite.Create(nat: 0, dsr: 1);
        var site = running.Site;
        await using var own = await NginxServer.Start(site.DirectorMachine, WebPort);
        await running.Director.WriteConfig(new SiteConfig()
            .Service("web", new(site.DsrV4, WebPort), "tcp", "dsr", [site.Outside.V4(1), site.DsrServer(1)], SiteConfig.WebCheck, "scheduler: rr")
            .ToString());
        await running.Director.Start();
        await running.Director.WaitUntilAllUp();

        await using var load = await LoadClient.Start(site.Client, Connections.New, 50, $"http://{site.DsrV4}:80/");
        await load.WaitForAnswers(30);

        Assert.Empty((await load.Stop()).Failures);
        Assert.Equal(["director", "dsr1"], load.Report.ByServer().Keys.Order());
    }

    [Fact]
    public async Task Client_on_the_director_meets_its_local_stack()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);

        var answer = await BulkTransfer.Run(
            running.Site.DirectorMachine, RunningSite.Peer(running.Site, "nat", AddressFamily.InterNetwork), 1_000);

        Assert.Equal("refused", answer.Error);
    }

    [Fact]
    public async Task Nat_client_in_the_real_servers_own_subnet_is_refused_and_counted()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        var site = running.Site;
        var neighbour = await site.Network.AddMachine("neighbour", site.Inside, 200);
        await neighbour.SetGateway(site.Inside.V4(1));

        await using var load = await LoadClient.Start(neighbour, Connections.New, 20, $"http://{site.NatV4}:80/");

        await Wait.Until("a failed request", () => load.Report.Failed > 0, evidence: load.ToString);
        Assert.Equal(0, load.Report.Answered);
        await running.Director.WaitFor("it to be counted", status => status.DataPlane.Events["on-link-client"] > 0);
    }

    [Fact]
    public async Task Clients_outside_the_allow_list_get_no_session()
    {
        await using var running = await RunningSite.Start(site => new SiteConfig().Service(
            "web", new(site.NatV4, WebPort), "tcp", "nat", RunningSite.NatServers(site), SiteConfig.WebCheck, $"allow-from: [{site.Outside.V4(10)}]"));
        var site = running.Site;
        var stranger = await site.Network.AddMachine("stranger", site.Outside, 11);
        await using var friends = await LoadClient.Start(site.Client, Connections.New, 20, $"http://{site.NatV4}:80/");
        await using var strangers = await LoadClient.Start(stranger, Connections.New, 20, $"http://{site.NatV4}:80/");

        await friends.WaitForAnswers(20);
        await Wait.Until("a stranger's failure", () => strangers.Report.Failed > 0);

        Assert.Equal(0, strangers.Report.Answered);
        Assert.Empty((await friends.Stop()).Failures);
        await running.Director.WaitFor("it to be counted", status => status.DataPlane.Events["not-allowed"] > 0);
    }

    [Fact]
    public async Task Packet_whose_ttl_is_used_up_dies_at_the_director()
    {
        await using var running = await RunningSite.Start(RunningSite.Peers);
        var site = running.Site;
        await site.Client.Sysctl(("net.ipv4.ip_default_ttl", "1"), ("net.ipv6.conf.outside.hop_limit", "1"));

        foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
        {
            var before = (await running.Director.Status()).DataPlane.Events["ttl-expired"];
            var answer = Assert.Single(await UdpAsk.Run(site.Client, RunningSite.Peer(site, "nat", family), 1));
            Assert.Null(answer.Server);
            await running.Director.WaitFor(
                "it to be counted", status => status.DataPlane.Events["ttl-expired"] > before);
        }
    }

    [Fact]
    public async Task Smaller_mtu_behind_the_director_is_told_to_the_client()
    {
        await using var running = await RunningSite.Create(dsr: 1);
        var site = running.Site;
        await site.DirectorMachine.Ip(
            $"route replace {site.Inside.NetworkV4} dev inside mtu 1300",
            $"route replace {site.Inside.NetworkV6} dev inside mtu 1300");
        await running.Director.WriteConfig(RunningSite.Peers(site).ToString());
        await running.Director.Start();
        await running.Director.WaitUntilAllUp();

        foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
        {
            // The servers offer segments that fit their own 1500; only the director knows better.
            var record = await Upload(site.Client, RunningSite.Peer(site, "nat", family));
            Assert.Null(record.Error);
            Assert.True(record.UpIntact);
        }

        await running.Director.WaitFor("it to be counted", status => status.DataPlane.Events["too-big"] > 0);
        Assert.Equal(0, await running.ChecksumErrors());
    }

    private static Task<BulkRecord> Upload(Machine client, IPEndPoint service) =>
        BulkTransfer.Run(client, service, 2_000_000);

    private static IEnumerable<string> Attached(Lab.Directors.DirectorStatus status) =>
        status.DataPlane.Attachments.Select(attachment => attachment.Interface).Order();
}
