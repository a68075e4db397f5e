using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.Lab.Pairs;
using Tenbin.Lab.Processes;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>
/// Two thousand established sessions through both methods, to several servers each, outlive every fault: half of them still,
/// some where the client speaks and some where the server does, all of it verified. New ones are opened all the time.
/// </summary>
[Collection(PairWithServersGroup.Name)]
public sealed class SurvivalTests(PairWithServers fixture)
{
    private const int SessionsEach = 1_000;
    private readonly WatchedPair _pair = fixture.Pair;

    [Fact]
    public Task Invariant3_sessions_outlive_a_killed_owner() => Survive(async watch =>
    {
        await watch.Owner.Kill();
        await watch.WaitUntilPeerServes();
    });

    [Fact]
    public Task Invariant3_sessions_outlive_an_owner_that_stands_still_and_comes_back() => Survive(async watch =>
    {
        await watch.Owner.Daemon!.Send(Signal.Stop);
        await watch.WaitUntilPeerServes();
        await watch.Owner.Daemon.Send(Signal.Continue);
        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
    });

    [Fact]
    public Task Invariant3_sessions_outlive_a_machine_without_power() => Survive(async watch =>
    {
        await watch.Owner.PowerOff();
        await watch.WaitUntilPeerServes();
    });

    [Fact]
    public Task Invariant3_sessions_outlive_an_owner_whose_cables_are_cut() => Survive(async watch =>
    {
        foreach (var nic in watch.Owner.Machine.Nics)
        {
            await watch.Owner.Machine.Cut(nic);
        }

        await watch.WaitUntilPeerServes();
    });

    [Fact]
    public Task Invariant3_sessions_outlive_a_crash_and_a_second_one_of_who_took_over() => Survive(async watch =>
    {
        await watch.Owner.Kill();
        await watch.WaitUntilPeerServes();
        await watch.Owner.Start();
        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
        await watch.Peer.Kill();
        await watch.Owner.WaitFor("the first owner to serve again", status => status.Cluster![PairSite.Group].Phase == "holding");
        await watch.WaitUntilServed();
    });

    [Fact]
    public async Task Planned_moves_lose_no_packet_and_no_session()
    {
        await using var watch = await _pair.Watch();
        await using var nat = await Open(_pair.Site.NatAddress);
        await using var dsr = await Open(_pair.Site.DsrAddress);
        await watch.WaitUntilServed();
        var since = LabClock.Now;

        (await watch.Owner.Verb("standby", PairSite.Group)).Checked();
        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
        await watch.WaitUntilServed();
        (await watch.Owner.Verb("takeover", PairSite.Group)).Checked();
        Assert.Same(watch.Owner, await _pair.Site.WaitUntilSettled());
        await watch.WaitUntilServed();

        AssertWhole(await nat.Stop());
        AssertWhole(await dsr.Stop());
        Assert.Equal(0, _pair.Client.Log.Lost(since));
    }

    private async Task Survive(Func<PairWatch, Task> fault)
    {
        await using var watch = await _pair.Watch();
        await using var nat = await Open(_pair.Site.NatAddress);
        await using var dsr = await Open(_pair.Site.DsrAddress);
        await using var fresh = await Prober.Start(_pair.Site.Client, ProbeKind.Tcp, new IPEndPoint(_pair.Site.NatAddress, PairSite.PeerPort), TimeSpan.FromMilliseconds(20));
        await fresh.WaitUntilSteady(LabClock.Now);

        await fault(watch);

        await fresh.WaitUntilSteady(LabClock.Now);
        AssertWhole(await nat.Stop());
        AssertWhole(await dsr.Stop());
    }

    private Task<Crowd> Open(IPAddress service) =>
        Crowd.Start(_pair.Site.Client, new IPEndPoint(service, PairSite.PeerPort), SessionsEach);

    private static void AssertWhole(CrowdRecord crowd)
    {
        Assert.True(crowd.Broken.Count == 0, $"{crowd.Broken.Count} of {crowd.Sessions} broke:\n{string.Join('\n', crowd.Broken.Take(20))}");
        Assert.True(crowd.Exchanges >= crowd.Sessions, $"{crowd.Exchanges} exchanges in {crowd.Sessions} sessions");
    }
}
