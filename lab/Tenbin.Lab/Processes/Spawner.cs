using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Tenbin.Lab.Processes;

/// <summary>
/// Starts every process from one thread that lives as long as the lab's own process: a parent-death signal
/// (prctl PR_SET_PDEATHSIG) fires when the starting <em>thread</em> ends, and pool threads do end.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Work = StartThread();
    private static readonly AsyncLocal<bool> IsExempt = new();
    private static volatile bool s_isReserved;

    /// <summary>From now on only the caller, and what it calls, starts processes: what else goes on fails where it would start one.</summary>
    public static void Reserve() => s_isReserved = IsExempt.Value = true;

    public static Task<Process> Start(ProcessStartInfo info)
    {
        if (s_isReserved && !IsExempt.Value)
        {
            throw new LabException($"{info.FileName} is not started: the lab is being taken down.");
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Win32Exception e)
            {
                started.SetException(new LabException($"Cannot start {info.FileName}: {e.Message}", e));
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> StartThread()
    {
        var work = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
            {
                action();
            }
        });
        thread.IsBackground = true;
        thread.Name = "lab spawner";
        thread.Start();
        return work;
    }
}
