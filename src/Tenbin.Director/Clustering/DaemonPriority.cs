using Microsoft.Extensions.Logging;
using Tenbin.Linux;

namespace Tenbin.Director.Clustering;

/// <summary>
/// Lets the whole daemon run before all that is ordinary on the machine, where the heart may hardly stall: it waits for every
/// other thread whenever the runtime stops them all, and for whoever holds a lock. See docs/design/037-real-time.md.
/// </summary>
internal sealed partial class DaemonPriority : IDisposable
{
    /// <summary>New threads that began elsewhere are put in their place so often.</summary>
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _thread;

    /// <summary>Raises the daemon, or logs why it may not be. For the daemon's first thread, before it has started others.</summary>
    public DaemonPriority(TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        _thread = new Thread(Watch) { IsBackground = true, Name = "priority" };
        if (RealTime.RaiseProcess() is { } refused)
        {
            LogRefused(refused);
            return;
        }

        _thread.Start();
    }

    /// <summary>The daemon is ordinary again.</summary>
    public void Dispose()
    {
        _ending.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
            RealTime.LowerProcess();
        }

        _ending.Dispose();
    }

    private void Watch()
    {
        // Before the threads that it is to restrain.
        RealTime.RaiseThread();
        var start = _time.GetTimestamp();
        var restraint = new Restraint(TimeSpan.Zero, Environment.CpuUsage.TotalTime);
        while (!_ending.Wait(s_period))
        {
            var before = restraint.MayBeUrgent;
            restraint.Take(_time.GetElapsedTime(start), Environment.CpuUsage.TotalTime);
            if (restraint.MayBeUrgent)
            {
                RealTime.SettleProcess();
            }
            else
            {
                RealTime.LowerProcess();
            }

            if (restraint.MayBeUrgent != before)
            {
                Tell(restraint);
            }
        }
    }

    private void Tell(Restraint restraint)
    {
        var percent = (int)(100 * restraint.Share);
        if (restraint.MayBeUrgent)
        {
            LogRaised(percent);
        }
        else
        {
            LogLowered(percent);
        }
    }

    [LoggerMessage(1105, LogLevel.Warning,
        "The heartbeat allows for short stalls only, but the daemon runs as an ordinary process, so a busy machine may stall it ({Reason}); it needs CAP_SYS_NICE, or LimitRTPRIO=10 in its unit")]
    private partial void LogRefused(string reason);

    [LoggerMessage(1106, LogLevel.Warning,
        "The daemon took {Percent} % of a processor for 5 s, so all of it but the heart and its links runs as an ordinary process: a busy machine may stall it now; look at health checks and reloads, or allow for longer stalls (heartbeat)")]
    private partial void LogLowered(int percent);

    [LoggerMessage(1107, LogLevel.Information, "The daemon takes {Percent} % of a processor and runs before ordinary processes again")]
    private partial void LogRaised(int percent);
}
