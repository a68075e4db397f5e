using Tenbin.Lab;
using Tenbin.Lab.Pairs;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>The witness fails, alone and together with a node.</summary>
[Collection(PairWithWitnessGroup.Name)]
public sealed class WitnessTests(PairWithWitness fixture)
{
    private readonly WatchedPair _pair = fixture.Pair;

    [Fact]
    public async Task Invariant6_without_the_witness_two_nodes_go_on_and_one_serves_nothing()
    {
        await using var watch = await _pair.Watch();
        var members = _pair.Site.Witness!.Members;

        await Task.WhenAll(members.Select(member => member.Kill()));
        await watch.Owner.WaitFor("the witness to be missed", status => status.Cluster!.Witness!.Trouble is not null);
        await watch.WaitUntilServed(inARow: 200);
        await watch.Owner.Kill();
        await watch.Peer.WaitFor("the group to be nobody's", status =>
            status.Cluster![PairSite.Group] is { Owner: null, Why: var why } && why.Contains("majority", StringComparison.Ordinal));
        var returning = LabClock.Now;
        await Task.WhenAll(members.Select(member => member.Start()));
        await watch.WaitUntilPeerServes();

        await watch.AssertServed(watch.Owner, watch.Peer);
        Assert.True((await watch.Forwarded())[1].First > returning);
    }

    [Fact]
    public async Task Invariant7_moved_leader_and_a_lost_member_of_etcd_move_nothing_and_a_crash_is_still_decided()
    {
        await using var watch = await _pair.Watch();
        var etcd = _pair.Site.Witness!;

        await etcd.MoveLeader();
        await watch.WaitUntilServed(inARow: 100);
        await (await etcd.Leader()).Kill();
        await watch.WaitUntilServed(inARow: 100);
        await etcd.Leader();
        Assert.Equal(watch.Epoch, (await watch.Owner.WaitFor(
            "the witness to vote again", status => status.Cluster![PairSite.Group].Votes.Contains("witness"))).Cluster![PairSite.Group].Epoch);
        await watch.Owner.Kill();
        await watch.WaitUntilPeerServes();

        await watch.AssertServed(watch.Owner, watch.Peer);
    }
}
