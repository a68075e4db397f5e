using System.Globalization;

namespace Tenbin.Linux.Processes;

/// <summary>The processes of this machine, from <c>/proc</c>.</summary>
public static class ProcessTable
{
    /// <summary>Longest name that the kernel keeps (TASK_COMM_LEN less its zero); longer ones are cut to it.</summary>
    public const int NameLength = 15;

    /// <summary>Names (comm) of all processes that run; a zombie does not.</summary>
    public static IReadOnlySet<string> Names()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && ReadStat(folder) is { } stat && Parse(stat) is { } name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>The name in proc(5) <c>stat</c>: <c>pid (name) state …</c>, where the name may hold anything; null of one that is dead.</summary>
    internal static string? Parse(string stat)
    {
        var begin = stat.IndexOf('(', StringComparison.Ordinal);
        var end = stat.LastIndexOf(')');
        return begin >= 0 && end > begin && end + 2 < stat.Length && stat[end + 2] is not ('Z' or 'X' or 'x') ? stat[(begin + 1)..end] : null;
    }

    private static string? ReadStat(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "stat"));
        }
        catch (IOException)
        {
            // It ended between the listing and this (ENOENT, ESRCH).
            return null;
        }
    }
}
