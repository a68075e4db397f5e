using Tenbin.Lab.Processes;

namespace Tenbin.Lab;

/// <summary>Takes a lab down: its processes, namespaces, mounts and directory. Safe to repeat.</summary>
internal static class Cleaner
{
    public static async Task Clear(LabIdentity identity)
    {
        foreach (var name in Namespaces().Where(name => name.StartsWith(identity.NamespacePrefix, StringComparison.Ordinal)))
        {
            await NetworkNamespace.KillProcesses(name);
            await Command.Run(["ip", "netns", "delete", name]);
        }

        foreach (var mount in MountsUnder(identity.Directory))
        {
            (await Command.Run(["umount", mount])).Checked();
        }

        if (Directory.Exists(identity.Directory))
        {
            Directory.Delete(identity.Directory, recursive: true);
        }
    }

    /// <summary>Names of the named network namespaces of this machine.</summary>
    public static IReadOnlyList<string> Namespaces() => Directory.Exists("/run/netns")
        ? [.. Directory.EnumerateFiles("/run/netns").Select(path => Path.GetFileName(path))]
        : [];

    /// <summary>Mount points under a directory, innermost first (proc_pid_mountinfo(5), field 5).</summary>
    private static IEnumerable<string> MountsUnder(string directory) =>
        File.ReadLines("/proc/self/mountinfo")
            .Select(line => line.Split(' ')[4])
            .Where(point => point.StartsWith(directory + "/", StringComparison.Ordinal))
            .OrderByDescending(point => point.Length);
}
