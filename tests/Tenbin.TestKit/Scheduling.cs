using System.Globalization;

namespace Tenbin.TestKit;

/// <summary>How the kernel schedules a thread (proc(5), <c>stat</c>, fields 40 and 41).</summary>
/// <param name="Policy">Of sched(7): 0 ordinary, 1 SCHED_FIFO, 2 SCHED_RR.</param>
/// <param name="Priority">1 to 99, higher first; 0 of an ordinary thread.</param>
public readonly record struct Scheduling(int Policy, int Priority)
{
    /// <summary>SCHED_OTHER.</summary>
    public static readonly Scheduling Ordinary = new(0, 0);

    /// <summary>SCHED_RR at the lowest priority.</summary>
    public static readonly Scheduling Urgent = new(2, 1);

    /// <summary>SCHED_FIFO, what only the heart and those like it have.</summary>
    public bool IsRaised => Policy == 1;

    /// <summary>Of the calling thread.</summary>
    public static Scheduling OfThisThread() => Read("/proc/thread-self/stat")!.Value;

    /// <summary>Of all threads of a process; null in place of "this one".</summary>
    public static IReadOnlyList<Scheduling> OfThreads(int? process = null) =>
        [.. Directory.EnumerateDirectories($"/proc/{process?.ToString(CultureInfo.InvariantCulture) ?? "self"}/task")
            .Select(thread => Read(Path.Combine(thread, "stat"))).OfType<Scheduling>()];

    private static Scheduling? Read(string path)
    {
        try
        {
            var stat = File.ReadAllText(path);
            // The name, the second field, may hold anything.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new Scheduling(int.Parse(fields[38], CultureInfo.InvariantCulture), int.Parse(fields[37], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It ended between the listing and this (ENOENT, ESRCH).
            return null;
        }
    }
}
