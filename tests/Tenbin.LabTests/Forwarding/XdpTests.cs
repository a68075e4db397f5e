using System.Net.Sockets;
using Tenbin.Lab.Load;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Forwarding;

/// <summary>The same traffic through the XDP hook.</summary>
public sealed class XdpTests
{
    [Fact]
    public async Task Traffic_arrives_intact_through_xdp()
    {
        await using var running = await RunningSite.Create(nat: 1, dsr: 1);
        var site = running.Site;
        foreach (var machine in site.Network.Machines)
        {
            foreach (var nic in machine.Nics)
            {
                // XDP sees no segmentation and no checksum left to a network card; a real card leaves none either.
                await machine.SetOffload(nic, "tx", on: false);
            }
        }

        foreach (var nic in site.DirectorMachine.Nics)
        {
            await site.DirectorMachine.TakeXdpFrames(nic);
        }

        await running.Director.WriteConfig("data-plane: { hook: xdp }\n" + RunningSite.Peers(site));
        await running.Director.Start();
        var status = await running.Director.WaitUntilAllUp();
        Assert.All(status.DataPlane.Attachments, attachment => Assert.Equal("xdp+tc", attachment.Hook));

        foreach (var forward in new[] { "nat", "dsr" })
        {
            foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
            {
                var service = RunningSite.Peer(site, forward, family);
                Assert.Equal(
                    new BulkRecord(forward + "1", 10_000_000, DownIntact: true, UpIntact: true, Error: null),
                    await BulkTransfer.Run(site.Client, service, 10_000_000));
                Assert.All(await UdpAsk.Run(site.Client, service, 3), answer => Assert.Equal(forward + "1", answer.Server));
            }
        }

        Assert.Equal(0, await running.ChecksumErrors());
    }
}
