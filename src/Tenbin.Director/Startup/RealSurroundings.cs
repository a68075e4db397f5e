using System.Collections.Immutable;
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
        ClearDataPlane = Clear,
        MakeChecks = (sink, time, loggers) => new MonitoredChecks(sink, time, loggers),
        WatchNetwork = changed => new NetlinkWatch(changed),
        Time = TimeProvider.System,
    };

    private static ImmutableArray<string> Clear(DirectorPaths paths)
    {
        var isPinned = Directory.Exists(paths.PinDirectory);
        EbpfDataPlane.Clear(paths.PinDirectory);
        return !isPinned ? [] : [$"removed the programs and tables pinned in {paths.PinDirectory}"];
    }
}
