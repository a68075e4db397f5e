using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>Links between the directors fail while both reach the witness: nothing has a reason to move.</summary>
[Collection(PairWithWitnessGroup.Name)]
public sealed class LinkFaultTests(PairWithWitness fixture)
{
    private const int Flaps = 8;

    /// <summary>More than twice the time after which a silent node counts as dead.</summary>
    private const double LongSilence = 2.2;
    private readonly WatchedPair _pair = fixture.Pair;

    [Fact]
    public async Task One_link_of_two_moves_nothing_and_shows_in_the_status()
    {
        await using var watch = await _pair.Watch();

        await watch.Owner.Machine.Cut(watch.Owner.Machine.On(_pair.Site.Cross));
        var status = await WaitUntilSilent(watch.Peer, watch.Owner, [_pair.Site.Cross]);

        var (cut, whole) = (LinkTo(status, watch.Owner, _pair.Site.Cross), LinkTo(status, watch.Owner, _pair.Spare));
        Assert.True(cut.Loss > whole.Loss, $"{cut}, {whole}");
        Assert.True(whole.SilentSeconds < cut.SilentSeconds, $"{cut}, {whole}");
        Assert.Contains(status.Warnings, warning => warning.Contains($"{watch.Owner.Machine.On(_pair.Site.Cross).V4}", StringComparison.Ordinal));
        Assert.True(status.Cluster!.Nodes.All(node => node.IsAlive));
        await watch.AssertNothingMoved();
    }

    [Theory]
    [InlineData(LinkCut.FromMachine)]
    [InlineData(LinkCut.ToMachine)]
    [InlineData(LinkCut.Both)]
    public async Task Invariant7_all_links_cut_move_nothing_while_the_owner_has_the_witness(LinkCut cut)
    {
        await using var watch = await _pair.Watch();

        foreach (var nic in _pair.Links(watch.Owner))
        {
            await watch.Owner.Machine.Cut(nic, cut);
        }

        var (deaf, mute) = cut == LinkCut.ToMachine ? (watch.Owner, watch.Peer) : (watch.Peer, watch.Owner);
        var status = await WaitUntilSilent(deaf, mute, [_pair.Site.Cross, _pair.Spare]);
        Assert.Contains(status.Warnings, warning => warning.Contains($"node {mute.Name} is silent", StringComparison.Ordinal));
        foreach (var nic in _pair.Links(watch.Owner))
        {
            await watch.Owner.Machine.Mend(nic);
        }

        await watch.AssertNothingMoved();
    }

    [Fact]
    public async Task Invariant7_flapping_links_move_nothing()
    {
        await using var watch = await _pair.Watch();

        for (var flap = 0; flap < Flaps; flap++)
        {
            foreach (var nic in _pair.Links(watch.Owner))
            {
                await watch.Owner.Machine.Cut(nic);
            }

            await watch.WaitUntilServed(inARow: 20);
            foreach (var nic in _pair.Links(watch.Owner))
            {
                await watch.Owner.Machine.Mend(nic);
            }

            await watch.WaitUntilServed(inARow: 5);
        }

        await watch.AssertNothingMoved();
    }

    private static Task<DirectorStatus> WaitUntilSilent(LabDirector at, LabDirector from, IReadOnlyList<Segment> links) => at.WaitFor(
        $"{from.Name} to be silent", status => links.All(link => LinkTo(status, from, link).SilentSeconds > LongSilence));

    private static DirectorStatus.Link LinkTo(DirectorStatus status, LabDirector node, Segment segment) => status.Cluster!.Links.Single(
        link => link.Node == node.Name && link.Address.StartsWith($"{node.Machine.On(segment).V4}:", StringComparison.Ordinal));
}
