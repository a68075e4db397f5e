using System.Collections.Immutable;
using System.Net;
using Tenbin.Addresses.Local;
using Tenbin.Addresses.Masquerade;
using Tenbin.Addresses.Routing;
using Tenbin.Director.Findings;
using Tenbin.Forwarding.Ebpf;

namespace Tenbin.Director.Startup;

/// <summary>The real machine, the real checks, the real data plane.</summary>
internal static class RealSurroundings
{
    /// <summary>Nothing is touched before a member is used.</summary>
    public static Surroundings Make() => new()
    {
        Machine = new LinuxMachine(),
        OpenDataPlane = (settings, paths) => EbpfDataPlane.Open(new EbpfOptions(settings, paths.PinDirectory)),
        ReleaseGated = ReleaseGated,
        ReleaseRouting = groups => [.. LeftRouting.Remove(groups), .. LeftMasquerade.Remove(groups)],
        ClearDataPlane = Clear,
        MakeChecks = (sink, time, loggers) => new MonitoredChecks(sink, time, loggers),
        WatchNetwork = changed => new NetlinkWatch(changed),
        Time = TimeProvider.System,
    };

    private static ImmutableArray<string> ReleaseGated(DirectorPaths paths, IReadOnlySet<IPAddress> kept)
    {
        var gated = EbpfDataPlane.GatedAddresses(paths.PinDirectory).Where(address => !kept.Contains(address)).ToHashSet();
        return gated.Count == 0 ? [] : LeftAddresses.Remove(gated);
    }

    private static ImmutableArray<string> Clear(DirectorPaths paths)
    {
        var isPinned = Directory.Exists(paths.PinDirectory);
        EbpfDataPlane.Clear(paths.PinDirectory);
        return !isPinned ? [] : [$"removed the programs and tables pinned in {paths.PinDirectory}"];
    }
}
