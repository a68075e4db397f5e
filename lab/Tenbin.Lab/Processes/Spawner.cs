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

    public static Task<Process> Start(ProcessStartInfo info)
    {
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
