using System.Net;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.LabTests.Cloud;

/// <summary>The data plane on the VPC's interfaces: the article's two services behind one director.</summary>
public sealed class DirectorTests
{
    private const int Port = 7000;
    private const long Bytes = 5_000_000;

    private const string Config = """
        services:
          web:
            listen: 172.18.1.199:7000/tcp
            forward: nat
            servers: [172.18.1.33, 172.18.1.34]
            check: { type: tcp, every: 250ms, timeout: 200ms, fall: 2, rise: 1 }
          db:
            listen: 172.18.1.200:7000/tcp
            forward: dsr
            servers: [172.18.1.220, 172.18.1.221]
            check: { type: tcp, every: 250ms, timeout: 200ms, fall: 2, rise: 1 }

        """;

    [Fact]
    public async Task Director_serves_clients_on_the_internet_by_nat_and_web_servers_by_direct_routing()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var lvs01 = vpc["lvs01"];
        await lvs01.Machine.AddVirtualAddress(IPAddress.Parse("172.18.1.199"), VpcInstance.Device);
        await lvs01.Machine.AddVirtualAddress(IPAddress.Parse("172.18.1.200"), VpcInstance.Device);
        foreach (var web in new[] { vpc["web01"], vpc["web02"] })
        {
            await web.Machine.SetGateway(lvs01.Address.ToIPAddress());
            await PeerServer.Start(web.Machine, Port);
        }

        foreach (var db in new[] { vpc["db01"], vpc["db02"] })
        {
            await db.Machine.PrepareForDsr(IPAddress.Parse("172.18.1.200"));
            await PeerServer.Start(db.Machine, Port);
        }

        await using var director = await LabDirector.Create(vpc.Network, lvs01.Machine);
        await director.WriteConfig(Config);
        await director.Start();
        await director.WaitUntilAllUp();

        var web01 = await BulkTransfer.Run(vpc.Host("client"), new(IPAddress.Parse("203.0.113.10"), Port), Bytes);
        Assert.True(web01 is { DownIntact: true, UpIntact: true, Error: null }, $"{web01}\n{vpc.Switch.Drops}");
        Assert.StartsWith("web", web01.Server, StringComparison.Ordinal);

        var read = await BulkTransfer.Run(vpc["web02"].Machine, new(IPAddress.Parse("172.18.1.200"), Port), Bytes);
        Assert.True(read is { DownIntact: true, UpIntact: true, Error: null }, $"{read}\n{vpc.Switch.Drops}");
        Assert.StartsWith("db", read.Server, StringComparison.Ordinal);
        foreach (var machine in vpc.Network.Machines)
        {
            Assert.Equal(0, await machine.ChecksumErrors());
        }
    }
}
