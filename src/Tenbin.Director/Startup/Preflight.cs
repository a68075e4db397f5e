using System.Globalization;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Startup;

/// <summary>Asks before the start what would fail later, so that the operator reads a sentence and not an errno.</summary>
internal static class Preflight
{
    private static readonly KernelVersion _oldestKernel = new(5, 15);

    /// <summary>Everything but the lock, cheapest and most telling first.</summary>
    /// <exception cref="StartupException">The first thing that is missing.</exception>
    public static void Check(IMachine machine, DirectorPaths paths, TenbinConfig config)
    {
        CheckCapabilities(machine);
        if (machine.Kernel < _oldestKernel)
        {
            throw new StartupException(
                ExitStatus.Failed,
                $"this kernel is {machine.Kernel}: BPF timers, which end idle sessions, need Linux 5.15 or newer");
        }

        CheckBpfFs(machine, paths.PinDirectory);
        CheckInterfaces(machine, config.DataPlane);
    }

    /// <summary>Makes sure that this process may load programs.</summary>
    /// <exception cref="StartupException">It may not.</exception>
    public static void CheckCapabilities(IMachine machine)
    {
        var missing = machine.MissingCapabilities();
        if (missing.Count > 0)
        {
            throw new StartupException(
                ExitStatus.NotPermitted,
                $"not permitted: this process lacks {string.Join(", ", missing)}; run it as root");
        }
    }

    /// <summary>Makes sure that this is the only daemon of its run directory.</summary>
    /// <exception cref="StartupException">Another one runs, or the directory cannot be made.</exception>
    public static IDisposable Lock(IMachine machine, DirectorPaths paths)
    {
        MakeDirectory(paths.RunDirectory);
        MakeDirectory(paths.StateDirectory);
        return machine.TryLock(paths.Lock, out var holder)
            ?? throw new StartupException(
                ExitStatus.Failed,
                $"another daemon, {(holder is { } pid ? string.Create(CultureInfo.InvariantCulture, $"process {pid}") : "process id unknown")}, "
                + $"already runs with the run directory {paths.RunDirectory}; "
                + "'tenbin reload' makes it read its file again, 'tenbin status' shows it");
    }

    private static void CheckBpfFs(IMachine machine, string pinDirectory)
    {
        // The pin directory itself is made later; what must be there is the file system that it lies in.
        var parent = Path.GetDirectoryName(Path.GetFullPath(pinDirectory)) ?? "/";
        if (!machine.IsInBpfFs(parent))
        {
            throw new StartupException(
                ExitStatus.Failed,
                $"{parent} is not a bpffs, where programs and tables must lie to outlive the daemon; "
                + $"mount one: 'mount -t bpf bpf {parent}'");
        }
    }

    private static void CheckInterfaces(IMachine machine, DataPlaneSettings settings)
    {
        var present = machine.Interfaces();
        var unknown = settings.Interfaces.Where(name => !present.Contains(name)).ToList();
        if (unknown.Count > 0)
        {
            throw new StartupException(
                ExitStatus.BadUsage,
                $"data-plane.interfaces: this machine has no interface {string.Join(", ", unknown)}; "
                + $"it has {string.Join(", ", present.Order(StringComparer.Ordinal))}");
        }
    }

    private static void MakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                e is UnauthorizedAccessException ? ExitStatus.NotPermitted : ExitStatus.Failed,
                $"the directory {path} cannot be made: {e.Message}",
                e);
        }
    }
}
