using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Tenbin.Addresses.Tests.Scripts;
using Tenbin.Addresses.Tracking;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;

namespace Tenbin.Addresses.Tests.Tracking;

public sealed class TrackerTests : IDisposable
{
    private readonly ScriptFolder _folder = new();
    private readonly ConcurrentQueue<Fitness> _told = new();
    private readonly NetworkSignal _signal = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_interface_counts_by_its_carrier()
    {
        using var segment = new Segment();
        using var netlink = segment.B.Run(RouteNetlink.Open);
        await using var run = Track(netlink, Thing(TrackKind.Interface, "eth0", 50));
        await Tells(255);

        Segment.Ip($"-n {segment.Bridge} link set to-b down");
        _signal.Raise();
        Assert.Equal("interface eth0 has no carrier", (await Tells(205)).Lost[0].Reason);

        Segment.Ip($"-n {segment.B} link set eth0 down");
        Assert.Equal("interface eth0 is switched off", (await Tells(205, "off")).Lost[0].Reason);

        Segment.Ip($"-n {segment.Bridge} link set to-b up");
        Segment.Ip($"-n {segment.B} link set eth0 up");
        await Tells(255);
    }

    [Fact]
    public async Task A_missing_interface_of_weight_0_makes_the_node_unfit()
    {
        using var netlink = RouteNetlink.Open();
        await using var run = Track(netlink, Thing(TrackKind.Interface, "nosuch0", 0));

        Assert.Equal("0 of 255: interface nosuch0 is not there (unfit)", (await Tells(0)).ToString());
    }

    [Fact]
    public async Task A_script_counts_by_its_exit_status()
    {
        using var netlink = RouteNetlink.Open();
        File.WriteAllText(_folder.PathOf("fine"), "");
        var file = _folder.PathOf("fine");
        await using var run = Track(netlink, Thing(TrackKind.Script, $"test -e {file} || {{ echo lost; exit 2; }}", 7));
        await Tells(255);

        File.Delete(file);
        Assert.EndsWith("exited with 2: lost", (await Tells(248)).Lost[0].Reason, StringComparison.Ordinal);
        File.WriteAllText(file, "");
        await Tells(255);
    }

    [Fact]
    public async Task A_script_that_hangs_counts_as_failed_and_is_ended()
    {
        using var netlink = RouteNetlink.Open();
        await using var run = Track(netlink, Thing(TrackKind.Script, $"echo $$ > {_folder.PathOf("pid")}; exec sleep 300", 7, TimeSpan.FromMilliseconds(300)));

        Assert.Contains("did not end within 0.3 s", (await Tells(248)).Lost[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_counts_by_its_name()
    {
        using var netlink = RouteNetlink.Open();
        // Longer than the kernel keeps.
        var name = $"tenbin-tracked-{Guid.NewGuid():N}"[..24];
        File.CreateSymbolicLink(_folder.PathOf(name), "/usr/bin/sleep");
        var kept = File.ResolveLinkTarget("/usr/bin/sleep", returnFinalTarget: true)?.FullName ?? "/usr/bin/sleep";
        Assert.SkipUnless(Path.GetFileName(kept) == "sleep", "sleep is a part of another program here");
        using var process = Process.Start(_folder.PathOf(name), "300");
        try
        {
            await using var run = Track(netlink, Thing(TrackKind.Process, name, 9));
            await Tells(255);
            process.Kill();
            Assert.Equal($"no process '{name}' runs", (await Tells(246)).Lost[0].Reason);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task Nothing_tracked_is_full_fitness()
    {
        using var netlink = RouteNetlink.Open();
        await using var run = Track(netlink);
        await Tells(255);
    }

    private static TrackedThing Thing(TrackKind kind, string target, int weight, TimeSpan? timeout = null) =>
        new(kind, target, weight, TimeSpan.FromMilliseconds(50), timeout ?? TimeSpan.FromSeconds(20));

    private Running Track(RouteNetlink netlink, params ImmutableArray<TrackedThing> things)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        return new Running(new Tracker(things, netlink, _signal, TimeProvider.System, _told.Enqueue).RunAsync(stop.Token), stop);
    }

    private async Task<Fitness> Tells(int value, string reason = "")
    {
        await Eventually.Holds(
            () => _told.LastOrDefault() is { } last && last.Value == value && (reason.Length == 0 || last.ToString().Contains(reason, StringComparison.Ordinal)),
            $"the fitness is {value} {reason}");
        return _told.Last();
    }

    private sealed class Running(Task task, CancellationTokenSource stop) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await task;
            stop.Dispose();
        }
    }
}
