using System.Net;
using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Tests.Netlink;

public sealed class NetlinkMonitorTests
{
    private static CancellationToken Deadline => CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken, new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token).Token;

    [Fact]
    public async Task Tells_what_kind_of_thing_changed()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        using var monitor = network.Near.Run(NetlinkMonitor.Open);
        var index = netlink.Link("near0")!.Index;

        netlink.AddAddress(index, IPAddress.Parse("10.9.0.1"), 24);
        await WaitFor(monitor, NetworkChanges.Addresses | NetworkChanges.Routes);
        netlink.AddRule(new RoutingRule(IsV6: false, 77, 1000));
        await WaitFor(monitor, NetworkChanges.Routes);
        netlink.AddRule(new RoutingRule(IsV6: true, 77, 1000));
        await WaitFor(monitor, NetworkChanges.Routes);
        netlink.EnsureNeighbour(index, IPAddress.Parse("10.1.0.2"));
        await WaitFor(monitor, NetworkChanges.Neighbours);
        netlink.SetUp(index, up: false);
        await WaitFor(monitor, NetworkChanges.Links);
    }

    [Fact]
    public async Task Waits_while_nothing_changes()
    {
        using var network = new TestNetwork();
        using var monitor = network.Near.Run(NetlinkMonitor.Open);
        using var cancellation = new CancellationTokenSource();
        var wait = Quiet(monitor, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Lost_messages_are_told_as_resync()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        using var monitor = network.Near.Run(NetlinkMonitor.Open);
        var index = netlink.Link("near0")!.Index;
        var address = IPAddress.Parse("10.9.0.1");
        for (var i = 0; i < 1000; i++)
        {
            netlink.AddAddress(index, address, 24);
            netlink.RemoveAddress(index, address, 24);
        }

        await WaitFor(monitor, NetworkChanges.Resync);
        netlink.AddAddress(index, address, 24);
        await WaitFor(monitor, NetworkChanges.Addresses);
    }

    // A link that just came up still settles (IPv6, carrier): take what comes, and go on waiting.
    private static async Task Quiet(NetlinkMonitor monitor, CancellationToken cancellation)
    {
        while (true)
        {
            await monitor.WaitAsync(cancellation);
        }
    }

    private static async Task WaitFor(NetlinkMonitor monitor, NetworkChanges wanted)
    {
        var deadline = Deadline;
        var seen = NetworkChanges.None;
        while ((seen & wanted) != wanted)
        {
            seen |= await monitor.WaitAsync(deadline);
        }
    }
}
