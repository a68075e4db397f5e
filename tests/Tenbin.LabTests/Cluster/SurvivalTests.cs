using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Directors;
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
public sealed class SurvivalTests(PairWithServers fixture, ITestOutputHelper output)
{
    private const int SessionsEach = 1_000;
    private const int Flaps = 5;
    private readonly WatchedPair _pair = fixture.Pair;

    [Fact]
    public Task Invariant3_sessions_outlive_a_killed_owner() => Survive(async watch =>
    {
        await watch.Owner.Kill();
        await watch.WaitUntilPeerServes();
        return [watch.Owner, watch.Peer];
    });

    [Fact]
    public Task Invariant3_sessions_outlive_an_owner_that_stands_still_and_comes_back() => Survive(async watch =>
    {
        await watch.Owner.Daemon!.Send(Signal.Stop);
        await watch.WaitUntilPeerServes();
        await watch.Owner.Daemon.Send(Signal.Continue);
        Assert.Same(watch.Peer, await _pair.Site.WaitUntilSettled());
        return [watch.Owner, watch.Peer];
    });

    [Fact]
    public Task Invariant3_sessions_outlive_a_machine_without_power() => Survive(async watch =>
    {
        await watch.Owner.PowerOff();
        await watch.WaitUntilPeerServes();
        return [watch.Owner, watch.Peer];
    });

    [Fact]
    public Task Invariant3_sessions_notice_no_orderly_shutdown() => Survive(async watch =>
    {
        await watch.Owner.ShutDown();
        await watch.WaitUntilPeerServes();
        Assert.Equal(0, _pair.Client.Log.Lost(watch.Since));
        return [watch.Owner, watch.Peer];
    });

    [Fact]
    public Task Invariant3_sessions_outlive_an_owner_whose_cables_are_cut() => Survive(async watch =>
    {
        foreach (var nic in watch.Owner.Machine.Nics)
        {
            await watch.Owner.Machine.Cut(nic);
        }

        await watch.WaitUntilPeerServes();
        return [watch.Owner, watch.Peer];
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
        return [watch.Owner, watch.Peer, watch.Owner];
    });

    [Fact]
    public Task Invariant3_sessions_stay_where_they_are_when_one_link_of_two_is_cut() => Survive(async watch =>
    {
        await watch.Owner.Machine.Cut(watch.Owner.Machine.On(_pair.Site.Cross));
        await watch.Peer.WaitFor("the link to be silent", status => status.Cluster!.Links.Any(link => link.SilentSeconds > 2));
        return [watch.Owner];
    });

    [Theory]
    [InlineData(LinkCut.FromMachine)]
    [InlineData(LinkCut.ToMachine)]
    [InlineData(LinkCut.Both)]
    public Task Invariant3_sessions_stay_where_they_are_while_links_come_and_go(LinkCut cut) => Survive(async watch =>
    {
        for (var flap = 0; flap < Flaps; flap++)
        {
            foreach (var nic in _pair.Links(watch.Owner))
            {
                await watch.Owner.Machine.Cut(nic, cut);
            }

            await watch.WaitUntilServed();
            foreach (var nic in _pair.Links(watch.Owner))
            {
                await watch.Owner.Machine.Mend(nic);
            }

            await watch.WaitUntilServed(inARow: 5);
        }

        Assert.Same(watch.Owner, await _pair.Site.WaitUntilSettled());
        return [watch.Owner];
    });

    [Fact]
    public Task Invariant3_sessions_stay_where_they_are_while_the_witness_is_away() => Survive(async watch =>
    {
        var etcd = _pair.Site.Witness!;
        await etcd.MoveLeader();
        await watch.WaitUntilServed(inARow: 100);
        await Task.WhenAll(etcd.Members.Select(member => member.Stop()));
        await watch.Owner.WaitFor("the witness's vote to be missing", status => !status.Cluster![PairSite.Group].Votes.Contains("witness"));
        await watch.WaitUntilServed(inARow: 100);
        await Task.WhenAll(etcd.Members.Select(member => member.Start()));
        Assert.Same(watch.Owner, await _pair.Site.WaitUntilSettled());
        return [watch.Owner];
    });

    [Fact]
    public Task Invariant4_sessions_notice_no_restart_and_no_replacement_of_the_program() => Survive(async watch =>
    {
        foreach (var (director, isReplaced) in new[] { (watch.Owner, false), (watch.Peer, true), (watch.Owner, true) })
        {
            Assert.Equal(0, await director.Stop());
            if (isReplaced)
            {
                director.ReplaceProgram();
            }

            await director.Start();
            Assert.Same(watch.Owner, await _pair.Site.WaitUntilSettled());
        }

        Assert.Equal(0, _pair.Client.Log.Lost(watch.Since));
        return [watch.Owner];
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

    /// <param name="fault">Does the harm; returns who should have served, one after the other.</param>
    private async Task Survive(Func<PairWatch, Task<IReadOnlyList<LabDirector>>> fault)
    {
        await using var watch = await _pair.Watch();
        await using var nat = await Open(_pair.Site.NatAddress);
        await using var dsr = await Open(_pair.Site.DsrAddress);
        await using var fresh = await Prober.Start(_pair.Site.Client, ProbeKind.Tcp, new IPEndPoint(_pair.Site.NatAddress, PairSite.PeerPort), TimeSpan.FromMilliseconds(20));
        await fresh.WaitUntilSteady(LabClock.Now);

        var served = await fault(watch);

        await fresh.WaitUntilSteady(LabClock.Now);
        var outage = _pair.Client.Log.LongestGap(watch.Since)!.Value.Length;
        AssertWhole(await nat.Stop());
        AssertWhole(await dsr.Stop());
        await watch.AssertServed(served);
        output.WriteLine($"longest outage {outage.TotalMilliseconds:0} ms; served by {string.Join(", then ", served.Select(director => director.Name))}");
    }

    private Task<Crowd> Open(IPAddress service) =>
        Crowd.Start(_pair.Site.Client, new IPEndPoint(service, PairSite.PeerPort), SessionsEach);

    private static void AssertWhole(CrowdRecord crowd)
    {
        Assert.True(crowd.Broken.Count == 0, $"{crowd.Broken.Count} of {crowd.Sessions} broke:\n{string.Join('\n', crowd.Broken.Take(20))}");
        Assert.True(crowd.Exchanges >= crowd.Sessions, $"{crowd.Exchanges} exchanges in {crowd.Sessions} sessions");
    }
}
