using System.Collections.Concurrent;
using System.Net;
using Tenbin.Addresses.Tracking;
using Tenbin.Linux.Ping;
using Tenbin.TestKit;

namespace Tenbin.Addresses.Tests.Tracking;

public sealed class GatewayCheckTests
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<GatewayVerdict> _told = new();

    [Theory]
    [InlineData("10.1.0.1", "10.1.0.3")]
    [InlineData("fd01::1", "fd01::3")]
    public async Task A_node_that_reaches_none_of_its_gateways_is_isolated(string one, string other)
    {
        using var segment = new Segment();
        using var pinger = new Pinger();
        // Opens the sockets of both families inside.
        segment.B.Run(() =>
        {
            foreach (var own in (string[])["127.0.0.1", "::1"])
            {
                _ = pinger.AskAsync(IPAddress.Parse(own), TestContext.Current.CancellationToken).AsTask();
            }
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var check = new GatewayCheck([IPAddress.Parse(one), IPAddress.Parse(other)], pinger, Every, TimeProvider.System, _told.Enqueue);
        var run = check.RunAsync(stop.Token);
        await Eventually.Holds(() => _told.LastOrDefault() is { IsIsolated: false }, "both answer");

        Segment.Ip($"-n {segment.Bridge} link set to-a down");
        await Eventually.Holds(() => check.Current?.Reason == "1 of 2 gateways answer", "one answers");
        Assert.False(check.Current!.IsIsolated);

        Segment.Ip($"-n {segment.Bridge} link set to-c down");
        await Eventually.Holds(() => _told.Last().IsIsolated, "none answers");
        Assert.Contains($"no gateway answers: {one}: ", _told.Last().Reason, StringComparison.Ordinal);

        Segment.Ip($"-n {segment.Bridge} link set to-c up");
        await Eventually.Holds(() => !_told.Last().IsIsolated, "one answers again");
        await stop.CancelAsync();
        await run;
        Assert.Equal([false, true, false], _told.Select(one => one.IsIsolated));
    }

    [Fact]
    public async Task Without_gateways_nobody_is_isolated()
    {
        using var pinger = new Pinger();
        var check = new GatewayCheck([], pinger, Every, TimeProvider.System, _told.Enqueue);
        await check.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([new GatewayVerdict(false, "no gateways are configured")], _told);
    }
}
