using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <summary>Lets a thread run before all ordinary ones, and keeps the process's memory from being paged out.</summary>
public static unsafe class RealTime
{
    private const int ThisThread = 0, Fifo = 1, ResetOnFork = 0x40000000;
    private const int CurrentPages = 1, FuturePages = 2, OnceTouched = 4;

    /// <summary>Puts the calling thread under SCHED_FIFO (sched(7)); what it starts is ordinary again. Needs CAP_SYS_NICE.</summary>
    /// <param name="priority">1 to 99, higher first.</param>
    /// <returns>Null, or why it may not be.</returns>
    public static string? RaiseThread(int priority)
    {
        var parameter = priority;
        return Libc.SetScheduler(ThisThread, Fifo | ResetOnFork, &parameter) == 0 ? null : LastError();
    }

    /// <summary>Keeps every page in memory from its first use on (mlockall(2), MCL_ONFAULT). Needs CAP_IPC_LOCK or a high enough limit.</summary>
    /// <returns>Null, or why it may not be.</returns>
    public static string? LockMemory() => Libc.LockAll(CurrentPages | FuturePages | OnceTouched) == 0 ? null : LastError();

    private static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
