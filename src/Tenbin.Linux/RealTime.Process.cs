using System.Globalization;
using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <content>All threads of this process.</content>
public static unsafe partial class RealTime
{
    private const string Threads = "/proc/self/task";
    private const int Lowest = 1;

    /// <summary>
    /// Puts the calling thread, and all that are there, under SCHED_RR at the lowest priority; those that
    /// <see cref="RaiseThread"/> has raised stay. To be called by the thread that starts the others, before it does: the runtime gives
    /// a new thread the policy that the C library remembers of the one that starts it.
    /// </summary>
    /// <returns>Null, or why it may not be.</returns>
    public static string? RaiseProcess()
    {
        var priority = Lowest;
        return Libc.SetThreadScheduler(Libc.Self(), RoundRobin, &priority) is not 0 and var error
            ? Marshal.GetPInvokeErrorMessage(error)
            : SettleProcess();
    }

    /// <summary>
    /// Once more for threads that have begun elsewhere: the runtime moves its own to the middle of the range where it may, and
    /// what a raised thread starts is ordinary.
    /// </summary>
    /// <returns>Null, or why it may not be.</returns>
    public static string? SettleProcess() => SetOthers(RoundRobin, Lowest);

    /// <summary>Makes every thread that <see cref="RaiseThread"/> has not raised ordinary again.</summary>
    /// <returns>Null, or why it cannot be.</returns>
    public static string? LowerProcess() => SetOthers(Ordinary, 0);

    private static string? SetOthers(int policy, int priority)
    {
        string? refused = null;
        foreach (var entry in Directory.EnumerateDirectories(Threads))
        {
            var thread = int.Parse(Path.GetFileName(entry.AsSpan()), CultureInfo.InvariantCulture);
            var now = Libc.GetScheduler(thread);
            // One that ended meanwhile answers ESRCH.
            if (now < 0 || (now & ~ResetOnFork) is not (Ordinary or RoundRobin)
                || ((now & ~ResetOnFork) == policy && PriorityOf(thread) == priority))
            {
                continue;
            }

            // The flag stays: to take it away needs CAP_SYS_NICE.
            if (!Set(thread, policy | (now & ResetOnFork), priority) && Marshal.GetLastPInvokeError() != Errno.ESRCH)
            {
                refused ??= LastError();
            }
        }

        return refused;
    }
}
