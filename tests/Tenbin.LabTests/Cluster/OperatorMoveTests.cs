using Tenbin.Lab.Pairs;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>Operators move groups, and forbid it.</summary>
[Collection(PairWithWitnessGroup.Name)]
public sealed class OperatorMoveTests(PairWithWitness fixture)
{
    private const double LongSilence = 2.2;
    private readonly WatchedPair _pair = fixture.Pair;

    [Fact]
    public async Task Group_is_sent_away_and_fetched_back()
    {
        await using var watch = await _pair.Watch();

        (await watch.Owner.Verb("standby", PairSite.Group)).Checked();
        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
        await watch.WaitUntilServed();
        (await watch.Owner.Verb("takeover", PairSite.Group)).Checked();
        Assert.Same(watch.Owner, await _pair.Site.WaitUntilSettled());
        await watch.WaitUntilServed();

        await watch.AssertServed(watch.Owner, watch.Peer, watch.Owner);
    }

    [Fact]
    public async Task Nothing_moves_under_maintenance_and_everything_that_is_due_after_it()
    {
        await using var watch = await _pair.Watch();

        (await watch.Owner.Verb("maintenance", "on")).Checked();
        await watch.Peer.WaitFor("the peer to know of the maintenance", status => status.Cluster!.Maintenance);
        await watch.Owner.Kill();
        var status = await watch.Peer.WaitFor("the owner to be missed", status => status.Cluster!.Nodes
            .Single(node => node.Name == watch.Owner.Name).SilentSeconds > LongSilence);
        Assert.Null(status.Cluster![PairSite.Group].Owner);
        Assert.Contains(status.Warnings, warning => warning.Contains("maintenance", StringComparison.Ordinal));
        (await watch.Peer.Verb("maintenance", "off")).Checked();
        await watch.WaitUntilPeerServes();

        await watch.AssertServed(watch.Owner, watch.Peer);
    }
}
