using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Tenbin.Linux.Processes;

/// <summary>
/// Starts processes from one thread from which nothing is inherited: however urgent the daemon's own threads are, what it runs
/// is ordinary. A thread that stepped down for the moment instead would be held up on a busy machine, and hold up others.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<Task> s_waiting = [];

    static Launcher() => new Thread(Run) { IsBackground = true, Name = "launcher" }.Start();

    /// <summary>Starts <paramref name="process"/>, in the network namespace that the daemon began in.</summary>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public static Task StartAsync(Process process)
    {
        var start = new Task(() => Start(process), TaskCreationOptions.RunContinuationsAsynchronously);
        s_waiting.Add(start);
        return start;
    }

    private static void Start(Process process)
    {
        if (RealTime.StartOrdinaryChildren() is { } refused)
        {
            throw new Win32Exception($"it would be as urgent as the daemon: {refused}");
        }

        process.Start();
    }

    private static void Run()
    {
        foreach (var start in s_waiting.GetConsumingEnumerable())
        {
            start.RunSynchronously(TaskScheduler.Default);
        }
    }
}
