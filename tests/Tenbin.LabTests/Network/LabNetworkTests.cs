using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.LabTests.Network;

public sealed class LabNetworkTests
{
    [Fact]
    public async Task Machines_on_one_segment_reach_each_other_over_both_families_and_protocols()
    {
        await using var lab = await LabNetwork.Create();
        var lan = await lab.AddSegment("lan");
        var client = await lab.AddMachine("client", lan, 10);
        var server = await lab.AddMachine("server", lan, 33);
        await using var peer = await PeerServer.Start(server, 7000);

        foreach (var address in new[] { lan.V4(33), lan.V6(33) })
        {
            var service = new IPEndPoint(address, 7000);
            Assert.Equal(
                new BulkRecord("server", 5_000_000, DownIntact: true, UpIntact: true, Error: null),
                await BulkTransfer.Run(client, service, 5_000_000));
            Assert.All(await UdpAsk.Run(client, service, 3), answer => Assert.Equal("server", answer.Server));
        }

        Assert.Equal(0, await client.ChecksumErrors() + await server.ChecksumErrors());
    }

    [Fact]
    public async Task A_server_of_datagrams_goes_on_after_an_answer_that_it_could_not_send()
    {
        await using var lab = await LabNetwork.Create();
        var lan = await lab.AddSegment("lan");
        var client = await lab.AddMachine("client", lan, 10);
        var server = await lab.AddMachine("server", lan, 33);
        await using var peer = await PeerServer.Start(server, 7000);
        var service = new IPEndPoint(lan.V4(33), 7000);
        (await server.Run("ip", "route", "add", "unreachable", $"{lan.V4(10)}/32")).Checked();
        Assert.All(await UdpAsk.Run(client, service, 1), answer => Assert.Null(answer.Server));

        (await server.Run("ip", "route", "delete", "unreachable", $"{lan.V4(10)}/32")).Checked();

        Assert.All(await UdpAsk.Run(client, service, 1), answer => Assert.Equal("server", answer.Server));
    }

    [Fact]
    public async Task Router_joins_two_segments()
    {
        await using var lab = await LabNetwork.Create();
        var outside = await lab.AddSegment("outside");
        var inside = await lab.AddSegment("inside");
        var client = await lab.AddMachine("client", outside, 10);
        var router = await lab.AddMachine("router", outside, 1);
        await router.Join(inside, 1);
        await router.Forward();
        var server = await lab.AddMachine("server", inside, 33);
        await server.SetGateway(inside.V4(1));
        await client.SetGateway(outside.V4(1));
        await using var nginx = await NginxServer.Start(server, 80);

        await using var load = await LoadClient.Start(client, Connections.New, 50, $"http://{inside.V4(33)}:80/");
        await load.WaitForAnswers(20);
        var report = await load.Stop();

        Assert.Equal(0, report.Failed);
        Assert.Equal(["server"], report.ByServer().Keys);
    }

    [Fact]
    public async Task Load_client_sees_the_end_and_the_return_of_a_server()
    {
        await using var lab = await LabNetwork.Create();
        var lan = await lab.AddSegment("lan");
        var client = await lab.AddMachine("client", lan, 10);
        var server = await lab.AddMachine("server", lan, 33);
        await using var nginx = await NginxServer.Start(server, 80);
        await using var load = await LoadClient.Start(client, Connections.KeepAlive, 100, $"http://[{lan.V6(33)}]:80/");
        await load.WaitForAnswers(20);

        await nginx.Kill();
        await Wait.Until("refused requests", () => load.Report.Failures.Any(failure => failure.Error == "refused"));
        await nginx.Start();
        await load.WaitForAnswers(20);
    }

    [Fact]
    public async Task Hold_client_notices_a_broken_session()
    {
        await using var lab = await LabNetwork.Create();
        var lan = await lab.AddSegment("lan");
        var client = await lab.AddMachine("client", lan, 10);
        var server = await lab.AddMachine("server", lan, 33);
        await using var peer = await PeerServer.Start(server, 7000);
        await using var hold = await HoldClient.Start(client, new(lan.V4(33), 7000), 5);
        await hold.WaitForRounds(2);
        Assert.Empty(hold.Surprises);

        await peer.Kill();

        await Wait.Until("five broken sessions", () => hold.Surprises.Count == 5);
    }
}
