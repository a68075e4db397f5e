using Tenbin.Director.Findings;
using Tenbin.Forwarding;

namespace Tenbin.Director.Startup;

/// <summary>The real machine, the real checks, the real data plane.</summary>
internal static class RealSurroundings
{
    /// <summary>Nothing is touched before a member is used.</summary>
    public static Surroundings Make() => new()
    {
        Machine = new LinuxMachine(),
        OpenDataPlane = (_, _, _) => throw new DataPlaneException("this build contains no data plane"),
        ClearDataPlane = _ => throw new DataPlaneException("this build contains no data plane"),
        MakeChecks = (sink, time, loggers) => new MonitoredChecks(sink, time, loggers),
        WatchNetwork = changed => new NetlinkWatch(changed),
        Time = TimeProvider.System,
    };
}
