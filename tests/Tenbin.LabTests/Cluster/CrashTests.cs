using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Pairs;
using Tenbin.Lab.Processes;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>Daemons and machines that end, stand still and come back. Never two serve, and no move happens without need.</summary>
[Collection(PairWithWitnessGroup.Name)]
public sealed class CrashTests(PairWithWitness fixture)
{
    private readonly WatchedPair _pair = fixture.Pair;

    [Fact]
    public async Task Invariant6_killed_owner_is_replaced_once_and_comes_back_as_the_second()
    {
        await using var watch = await _pair.Watch();

        await watch.Owner.Kill();
        await watch.WaitUntilPeerServes();
        await watch.Owner.Start();

        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
        await watch.WaitUntilServed();
        await watch.AssertServed(watch.Owner, watch.Peer);
    }

    [Fact]
    public async Task Invariant6_owner_that_was_stopped_is_fenced_and_disturbs_nobody_when_it_goes_on()
    {
        await using var watch = await _pair.Watch();

        await watch.Owner.Daemon!.Send(Signal.Stop);
        await watch.WaitUntilPeerServes();
        var epoch = (await watch.Peer.Status()).Cluster![PairSite.Group].Epoch;
        await watch.Owner.Daemon.Send(Signal.Continue);

        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
        await WaitUntilAddressesAreGone(watch.Owner);
        await watch.WaitUntilServed();
        await watch.AssertServed(watch.Owner, watch.Peer);
        Assert.Equal(epoch, (await watch.Peer.Status()).Cluster![PairSite.Group].Epoch);
    }

    [Fact]
    public async Task Invariant7_machine_without_power_is_replaced_and_takes_nothing_back_when_it_returns()
    {
        await using var watch = await _pair.Watch();

        await watch.Owner.PowerOff();
        await watch.WaitUntilPeerServes();
        await watch.Owner.PowerOn();
        await watch.Owner.Start();

        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
        await watch.WaitUntilServed();
        await watch.AssertServed(watch.Owner, watch.Peer);
    }

    [Fact]
    public async Task Invariant6_owner_whose_cables_are_all_cut_stops_by_itself_and_stays_second()
    {
        await using var watch = await _pair.Watch();

        foreach (var nic in watch.Owner.Machine.Nics)
        {
            await watch.Owner.Machine.Cut(nic);
        }

        await watch.WaitUntilPeerServes();
        await watch.Owner.WaitFor("the owner to stop by itself", status => status.Cluster![PairSite.Group].Phase != "holding");
        await WaitUntilAddressesAreGone(watch.Owner);
        foreach (var nic in watch.Owner.Machine.Nics)
        {
            await watch.Owner.Machine.Mend(nic);
        }

        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
        await watch.WaitUntilServed();
        await watch.AssertServed(watch.Owner, watch.Peer);
    }

    [Fact]
    public async Task Invariant7_nodes_that_boot_at_once_settle_once()
    {
        await using (var before = await _pair.Watch())
        {
            await Task.WhenAll(before.Owner.PowerOff(), before.Peer.PowerOff());
            await Task.WhenAll(before.Owner.PowerOn(), before.Peer.PowerOn());
        }

        var site = _pair.Site;
        await Task.WhenAll(site.Directors.Select(director => director.Launch()));
        await _pair.Client.WaitUntilSteady(LabClock.Now);
        await using var watch = await _pair.Watch();

        await watch.AssertNothingMoved();
    }

    [Fact]
    public async Task Invariant4_restart_in_place_loses_no_packet_and_no_lease()
    {
        await using var watch = await _pair.Watch();

        Assert.Equal(0, await watch.Owner.Stop());
        await watch.Owner.Start();

        await watch.AssertNothingMoved();
        Assert.Equal(0, _pair.Client.Log.Lost(watch.Since));
    }

    private async Task WaitUntilAddressesAreGone(LabDirector director) => await Wait.Until(
        $"the group's addresses to leave {director.Name}",
        async () => !(await director.Machine.Run("ip", "-oneline", "address")).Checked().Output.Contains($" {_pair.Site.NatAddress}/", StringComparison.Ordinal));
}
