using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Addresses.Groups;
using Tenbin.Addresses.Routing;
using Tenbin.Addresses.Tests.Local;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;

namespace Tenbin.Addresses.Tests.Groups;

public sealed class GroupOnALinkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("10.1.0.100", "24")]
    [InlineData("fd01::100", "64")]
    public async Task An_address_deleted_by_hand_is_put_back_and_announced(string vip, string prefix)
    {
        using var segment = new Segment();
        using var monitor = segment.B.Run(NetlinkMonitor.Open);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var signal = new NetworkSignal();
        var pump = PumpAsync(monitor, signal, done.Token);
        var events = new ConcurrentQueue<GroupEvent>();
        await using var mover = Movers.Open(segment.B);
        using var routing = segment.B.Run(() => GroupRouting.Open(NullLogger<GroupRouting>.Instance));
        await using var runner = new GroupRunner(
            new GroupSettings { Name = "front", Addresses = [Movers.Vip(vip)] },
            new Dictionary<MoverKind, IAddressMover> { [MoverKind.Local] = mover },
            routing, signal, events.Enqueue, TimeProvider.System, NullLogger<GroupRunner>.Instance);
        await runner.Start(Token);
        await Segment.Learn(segment.C, vip, host: 2);
        Segment.Ip($"-n {segment.C} neigh replace {vip} lladdr 02:00:00:00:00:99 dev eth0 nud stale");

        Segment.Ip($"-n {segment.B} addr del {vip}/{prefix} dev eth0");

        await Eventually.Holds(() => events.Any(one => one.Kind == GroupEventKind.Restored), "it is put back");
        Assert.True(Segment.Has(segment.B, vip));
        await Eventually.Holds(() => Segment.Known(segment.C, vip) == Segment.Mac(2), "it is announced");

        await runner.Stop(Token);
        Assert.False(Segment.Has(segment.B, vip));
        await done.CancelAsync();
        await pump;
    }

    private static async Task PumpAsync(NetlinkMonitor monitor, NetworkSignal signal, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await monitor.WaitAsync(stop);
                signal.Raise();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
