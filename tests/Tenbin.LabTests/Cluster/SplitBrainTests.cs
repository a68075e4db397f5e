using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;
using Tenbin.Lab.Pairs;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>A pair without a witness that would rather serve twice than not at all.</summary>
public sealed class SplitBrainTests : IAsyncLifetime
{
    private const int Few = 3;
    private const int Many = 20;
    private WatchedPair? _made;

    private WatchedPair Pair => _made!;

    public async ValueTask InitializeAsync() =>
        _made = await WatchedPair.Start(witnesses: 0, config: config => config with { Cluster = ["without-majority: serve"] });

    public ValueTask DisposeAsync() => _made?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Both_serve_while_the_links_are_cut_and_the_one_with_more_sessions_afterwards()
    {
        LabDirector loser, winner;
        await using (var watch = await Pair.Watch())
        {
            (loser, winner) = (watch.Owner, watch.Peer);
            await Each(Pair.Links(loser), nic => loser.Machine.Cut(nic));
            await Each(Pair.Site.Directors, async director =>
            {
                var status = await director.WaitFor("both to serve", status => status.Cluster![PairSite.Group] is { Phase: "holding", Exclusive: false });
                Assert.Contains(status.Warnings, warning => warning.Contains("exclusive: no", StringComparison.Ordinal));
                await Pair.PinnedTo(director).WaitUntilSteady(LabClock.Now);
            });
        }

        await using var few = await Hold(loser, Few);
        await using var many = await Hold(winner, Many);
        await Each(Pair.Site.Directors, director => director.WaitFor(
            "its sessions to be counted", status => status["dsr-tcp"].Servers.Sum(server => server.Active) >= (director == winner ? Many : Few)));
        await Each(Pair.Links(loser), nic => loser.Machine.Mend(nic));

        await loser.WaitFor("it to give way", status => status.Cluster![PairSite.Group] is { Phase: "idle", Owner: var owner } && owner == winner.Name);
        Assert.Same(winner, await Pair.Site.WaitUntilSettled());
        await many.WaitForRounds(3);
        Assert.Empty(many.Surprises);
        Assert.Equal(Many, many.Sessions.Count(session => session.Value.Error is null));

        await using var afterwards = await Pair.Watch();
        Assert.Same(winner, afterwards.Owner);
        await afterwards.AssertNothingMoved();
        Assert.True((await winner.Status()).Cluster![PairSite.Group].Exclusive);
    }

    [Fact]
    public async Task Owner_that_is_killed_is_replaced_without_a_majority()
    {
        await using var watch = await Pair.Watch();

        await watch.Owner.Kill();
        await watch.WaitUntilPeerServes();
        await watch.Owner.Start();

        Assert.Same(watch.Peer, await Pair.Site.WaitUntilSettled());
        await watch.AssertServed(watch.Owner, watch.Peer);
    }

    private Task<HoldClient> Hold(LabDirector director, int sessions) =>
        HoldClient.Start(Pair.ClientPinnedTo(director), new IPEndPoint(Pair.Site.DsrAddress, PairSite.PeerPort), sessions);

    private static async Task Each<T>(IEnumerable<T> all, Func<T, Task> act)
    {
        foreach (var one in all)
        {
            await act(one);
        }
    }
}
