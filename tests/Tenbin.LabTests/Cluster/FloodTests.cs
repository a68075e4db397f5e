using System.Globalization;
using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;
using Xunit;

namespace Tenbin.LabTests.Cluster;

[Collection(PairWithWitnessGroup.Name)]
public sealed class FloodTests(PairWithWitness fixture)
{
    private const int ClusterPort = 6946;
    private const long Datagrams = 1_000_000;
    private const int PerSecond = 100_000;

    /// <summary>Kibibytes: buffers of the runtime and of the status that the test asks for, not one byte for each datagram.</summary>
    private const long Growth = 32 << 10;

    /// <summary>A line for each of a dozen reasons in ten seconds, and what a busy machine has to say.</summary>
    private const int Lines = 100;

    private readonly WatchedPair _pair = fixture.Pair;

    [Fact]
    public async Task Invariant8_a_million_hostile_datagrams_change_nothing()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        await using var watch = await _pair.Watch();
        var owner = watch.Owner;
        var daemon = owner.Daemon!;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => owner.Status()));
        var before = await Counts(owner);
        var memory = await Memory(daemon.Id);
        var lines = daemon.Output.Lines.Count;

        var report = await Flood.Run(
            watch.Peer.Machine, _pair.Links(owner).Select(nic => new IPEndPoint(nic.V4, ClusterPort)), Datagrams, PerSecond, seed);

        Assert.Equal(Datagrams, report.Total);
        await watch.AssertNothingMoved();
        Assert.Same(daemon, owner.Daemon);
        Assert.True(daemon.IsRunning);
        var after = await Counts(owner);
        var refused = Refused(after) - Refused(before);
        TestContext.Current.TestOutputHelper!.WriteLine($"{report}\n{string.Join(", ", after)}");
        Assert.InRange(refused + await Overflowed(owner.Machine), Datagrams * 0.98, Datagrams * 1.02);
        Assert.InRange(await Memory(daemon.Id), 0, memory + Growth);
        Assert.InRange(daemon.Output.Lines.Count - lines, 1, Lines);
    }

    private static async Task<IReadOnlyDictionary<string, long>> Counts(LabDirector director) => (await director.Status()).Cluster!.Datagrams;

    /// <summary>All that was not a payload of the peer; a greeting that is heard again changes nothing either.</summary>
    private static long Refused(IReadOnlyDictionary<string, long> counts) =>
        counts.Where(count => count.Key is not ("delivered" or "duplicate")).Sum(count => count.Value);

    /// <summary>Resident memory, in KiB (proc(5)).</summary>
    private static async Task<long> Memory(int process) => long.Parse(
        (await File.ReadAllLinesAsync($"/proc/{process}/status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>Datagrams that the kernel dropped since a socket's buffer was full.</summary>
    private static async Task<long> Overflowed(Machine machine) => long.Parse(
        (await machine.Run("nstat", "--ignore", "--noupdate", "--zeros", "UdpRcvbufErrors")).Checked().Output
            .Split('\n').First(line => line.StartsWith("UdpRcvbufErrors", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
