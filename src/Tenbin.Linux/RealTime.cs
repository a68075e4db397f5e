using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <summary>Lets threads run before all ordinary ones (sched(7)), and keeps the process's memory from being paged out.</summary>
public static unsafe partial class RealTime
{
    private const int ThisThread = 0;
    private const int Ordinary = 0, Fifo = 1, RoundRobin = 2, ResetOnFork = 0x40000000;
    private const int CurrentPages = 1, FuturePages = 2, OnceTouched = 4;

    /// <summary>
    /// Above the middle of the range, where the runtime puts each new thread of a real-time process (50; its finalizer 56) if the
    /// kernel permits; or what the unit file's LimitRTPRIO permits, which keeps the runtime from doing so.
    /// </summary>
    private static readonly int[] s_urgent = [60, 10];

    /// <summary>Puts the calling thread under SCHED_FIFO, before all others of this process; what it starts is ordinary again. Needs CAP_SYS_NICE or RLIMIT_RTPRIO.</summary>
    /// <returns>Null, or why it may not be.</returns>
    public static string? RaiseThread() =>
        Array.Exists(s_urgent, priority => Set(ThisThread, Fifo | ResetOnFork, priority)) ? null : LastError();

    /// <summary>What the calling thread starts from now on, threads and processes, is ordinary.</summary>
    /// <returns>Null, or why it cannot be.</returns>
    public static string? StartOrdinaryChildren()
    {
        var (policy, priority) = (Libc.GetScheduler(ThisThread), PriorityOf(ThisThread));
        return Set(ThisThread, policy | ResetOnFork, priority) ? null : LastError();
    }

    /// <summary>Keeps every page in memory from its first use on (mlockall(2), MCL_ONFAULT). Needs CAP_IPC_LOCK or a high enough limit.</summary>
    /// <returns>Null, or why it may not be.</returns>
    public static string? LockMemory() => Libc.LockAll(CurrentPages | FuturePages | OnceTouched) == 0 ? null : LastError();

    private static bool Set(int thread, int policy, int priority) => Libc.SetScheduler(thread, policy, &priority) == 0;

    private static int PriorityOf(int thread)
    {
        int priority = 0;
        Libc.GetSchedulerParameter(thread, &priority);
        return priority;
    }

    private static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
