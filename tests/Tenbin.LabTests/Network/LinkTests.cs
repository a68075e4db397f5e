using Tenbin.Lab;
using Tenbin.Lab.Capture;
using Tenbin.Lab.Load;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.LabTests.Network;

/// <summary>What the lab does to links and machines, seen by a prober and a watcher.</summary>
public sealed class LinkTests
{
    private const int Port = 7000;

    [Theory]
    [InlineData(ProbeKind.Udp)]
    [InlineData(ProbeKind.Tcp)]
    public async Task Prober_sees_a_gap_as_long_as_the_link_was_cut(ProbeKind kind)
    {
        await using var bed = await Bed.Create();
        await using var prober = await Prober.Start(bed.Client, kind, new(bed.Lan.V4(33), Port));
        await prober.WaitUntilSteady(since: 0);

        var before = LabClock.Now;
        await bed.Server.Cut(bed.Server.Nics[0]);
        var cut = LabClock.Now;
        await Wait.Until("a third of a second without the link", () => LabClock.Now - cut > 0.3);
        var mending = LabClock.Now;
        await bed.Server.Mend(bed.Server.Nics[0]);
        await prober.WaitUntilSteady(since: LabClock.Now);

        var gap = prober.Log.LongestGap(before)!.Value;
        Assert.InRange(gap.LastGood, before - 1, cut);
        Assert.True(gap.FirstGood >= mending, $"{gap}: good before {mending}");
        Assert.True(gap.Length.TotalSeconds >= mending - cut, $"{gap}");
        Assert.True(prober.Log.Lost(before) > 0 || kind == ProbeKind.Tcp);
    }

    [Theory]
    [InlineData(LinkCut.FromMachine, true)]
    [InlineData(LinkCut.ToMachine, false)]
    public async Task Link_cut_one_way_passes_the_other(LinkCut cut, bool serverHears)
    {
        await using var bed = await Bed.Create();
        await using var back = await PeerServer.Start(bed.Client, Port);
        await using var asking = await Prober.Start(bed.Client, ProbeKind.Udp, new(bed.Lan.V4(33), Port));
        await using var askingBack = await Prober.Start(bed.Server, ProbeKind.Udp, new(bed.Lan.V4(10), Port));
        await asking.WaitUntilSteady(since: 0);
        await askingBack.WaitUntilSteady(since: 0);

        await bed.Server.Cut(bed.Server.Nics[0], cut);
        await using var atServer = await Watcher.Start(bed.Server, WatchSide.From, bed.Lan.V4(10));
        await using var atClient = await Watcher.Start(bed.Client, WatchSide.From, bed.Lan.V4(33));
        var since = LabClock.Now;
        await Wait.Until("a tenth of a second of probes", () => LabClock.Now - since > 0.1);

        Assert.Equal(serverHears, (await atServer.Stop()).Count > 0);
        Assert.Equal(!serverHears, (await atClient.Stop()).Count > 0);
    }

    [Fact]
    public async Task Machine_that_was_powered_off_returns_with_its_own_addresses_and_nothing_else()
    {
        await using var bed = await Bed.Create();
        await bed.Server.SetGateway(bed.Lan.V4(1));
        await bed.Server.Ip($"address add {bed.Lan.V4(100)}/24 dev lan");
        await using var prober = await Prober.Start(bed.Client, ProbeKind.Udp, new(bed.Lan.V4(33), Port));
        await prober.WaitUntilSteady(since: 0);

        await bed.Server.PowerOff();
        Assert.False(bed.Peer.IsRunning);
        await bed.Server.PowerOn();
        var since = LabClock.Now;
        await using var again = await PeerServer.Start(bed.Server, Port);

        await prober.WaitUntilSteady(since);
        Assert.DoesNotContain(bed.Lan.V4(100).ToString(), (await bed.Server.Run("ip", "address")).Output, StringComparison.Ordinal);
        Assert.Contains($"default via {bed.Lan.V4(1)}", (await bed.Server.Run("ip", "route")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watcher_tells_which_machine_served_an_address_when()
    {
        await using var bed = await Bed.Create();
        var second = await bed.Lab.AddMachine("second", bed.Lan, 34);
        var address = bed.Lan.V4(100);
        await using var peer = await PeerServer.Start(second, Port);
        await using var watcher = await Watcher.Start(bed.Client, WatchSide.From, address);
        await using var prober = await Prober.Start(bed.Client, ProbeKind.Tcp, new(address, Port));
        foreach (var machine in new[] { bed.Server, second })
        {
            await machine.Ip($"address add {address}/24 dev lan");
            await bed.Client.Ip("neigh flush all");
            await prober.WaitUntilSteady(LabClock.Now);
            await machine.Ip($"address delete {address}/24 dev lan");
        }

        var served = (await watcher.Stop()).Where(stint => stint.Kind == FrameKind.Packet).ToArray();

        Assert.Equal([bed.Server.Nics[0].Mac, second.Nics[0].Mac], served.Select(stint => stint.Mac));
        Assert.True(served[0].Last < served[1].First);
    }

    private sealed record Bed(LabNetwork Lab, Segment Lan, Machine Client, Machine Server, LabProcess Peer) : IAsyncDisposable
    {
        public static async Task<Bed> Create()
        {
            var lab = await LabNetwork.Create();
            var lan = await lab.AddSegment("lan");
            var client = await lab.AddMachine("client", lan, 10);
            var server = await lab.AddMachine("server", lan, 33);
            return new(lab, lan, client, server, await PeerServer.Start(server, Port));
        }

        public async ValueTask DisposeAsync()
        {
            await Peer.DisposeAsync();
            await Lab.DisposeAsync();
        }
    }
}
