using System.Net.Sockets;
using Tenbin.Lab.Load;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Forwarding;

public sealed class BulkTransferTests
{
    private const long Bytes = 100_000_000;

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task Data_arrives_intact_both_ways_with_the_directors_checksum_offload(string offload)
    {
        await using var running = await RunningSite.Start(RunningSite.Peers);
        foreach (var nic in running.Site.DirectorMachine.Nics)
        {
            await running.Site.DirectorMachine.SetOffload(nic, "tx", offload == "on");
        }

        foreach (var forward in new[] { "nat", "dsr" })
        {
            foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
            {
                var record = await BulkTransfer.Run(
                    running.Client, RunningSite.Peer(running.Site, forward, family), Bytes);

                Assert.Null(record.Error);
                Assert.StartsWith(forward, record.Server, StringComparison.Ordinal);
                Assert.True(record.DownIntact, $"{forward} {family}: what came down is not what was sent");
                Assert.True(record.UpIntact, $"{forward} {family}: what went up is not what arrived");
            }
        }

        Assert.Equal(0, await running.ChecksumErrors());
    }

    [Fact]
    public async Task Datagrams_of_every_size_are_answered()
    {
        await using var running = await RunningSite.Start(RunningSite.Peers);
        foreach (var forward in new[] { "nat", "dsr" })
        {
            foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
            {
                foreach (var bytes in new[] { 16, 17, 1_400 })
                {
                    var answers = await UdpAsk.Run(
                        running.Client, RunningSite.Peer(running.Site, forward, family), 5, bytes);
                    Assert.All(answers, answer => Assert.StartsWith(forward, answer.Server!, StringComparison.Ordinal));
                }
            }
        }

        Assert.Equal(0, await running.ChecksumErrors());
    }
}
