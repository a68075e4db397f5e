using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Capture;
using Tenbin.Lab.Load;
using Tenbin.Lab.Pairs;
using Xunit;

namespace Tenbin.LabTests.Cluster;

public sealed class PairSiteTests
{
    [Fact]
    public async Task Other_director_serves_when_the_machine_of_one_is_gone_and_it_comes_back_as_the_second()
    {
        await using var site = await PairSite.Create(nat: 1, dsr: 1);
        await site.WriteConfig(new PairConfig());
        var owner = await site.Start();
        var peer = site.PeerOf(owner);
        await using var watcher = await Watcher.Start(site.Client, WatchSide.From, site.NatAddress);
        await using var prober = await Prober.Start(site.Client, ProbeKind.Udp, new IPEndPoint(site.NatAddress, PairSite.PeerPort));
        await prober.WaitUntilSteady(since: 0);

        await owner.PowerOff();
        await prober.WaitUntilSteady(LabClock.Now);
        await owner.PowerOn();
        await owner.Start();

        Assert.Same(peer, await site.WaitUntilSettled());
        await prober.WaitUntilSteady(LabClock.Now);
        var stints = await watcher.Stop();
        Assert.Equal(
            [owner.Machine.On(site.Outside).Mac, peer.Machine.On(site.Outside).Mac],
            stints.Where(stint => stint.Kind == FrameKind.Packet).Select(stint => stint.Mac));
    }

    [Fact]
    public async Task Planned_move_goes_to_the_other_director()
    {
        await using var site = await PairSite.Create(nat: 1, dsr: 1);
        await site.WriteConfig(new PairConfig());
        var owner = await site.Start();

        (await owner.Verb("standby")).Checked();

        Assert.Same(site.PeerOf(owner), await site.WaitUntilSettled());
    }
}
