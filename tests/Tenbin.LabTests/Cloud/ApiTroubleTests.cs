using Tenbin.Lab;
using Tenbin.Lab.Cloud.Article;
using Xunit;

namespace Tenbin.LabTests.Cloud;

/// <summary>A takeover while the API is in trouble ends on exactly one node, served, and the log says what it waited for.</summary>
[Collection(ArticleGroup.Name)]
public sealed class ApiTroubleTests(ArticleFixture fixture, ITestOutputHelper output)
{
    private readonly ArticlePair _pair = fixture.Pair;

    [Theory]
    [InlineData(ApiTrouble.Latency300Milliseconds)]
    [InlineData(ApiTrouble.Latency2Seconds)]
    [InlineData(ApiTrouble.Throttled10Seconds)]
    [InlineData(ApiTrouble.InternalErrors)]
    [InlineData(ApiTrouble.InternalErrorOnceDone)]
    [InlineData(ApiTrouble.Visible3SecondsLate)]
    public async Task Invariant7_group_ends_on_one_node_and_is_served(ApiTrouble trouble)
    {
        await using var watch = await ArticleWatch.Start(_pair);
        var running = trouble.Run(_pair.Vpc);

        await watch.Owner.PowerOff();
        await watch.WaitUntilPeerServes();
        await running;
        var outages = watch.Outages();
        await Wait.Until("the reason in the log", () => trouble.IsToldIn(watch.SaidByPeer), evidence: () => watch.SaidByPeer);
        await watch.Owner.PowerOn();
        await watch.Owner.Start();

        Assert.Same(watch.Peer, await _pair.WaitUntilSettled(TimeSpan.FromSeconds(60)));
        await watch.WaitUntilServed();
        watch.AssertHeldBy(watch.Peer);
        output.WriteLine($"outage: {outages}");
    }
}
