using System.Collections.Immutable;
using System.Net;
using Tenbin.Addresses;
using Tenbin.Director.Startup;
using Tenbin.Forwarding;
using Tenbin.Linux;

namespace Tenbin.Director;

/// <summary>Removes everything that a daemon made, except what operators have set.</summary>
public static class Clearing
{
    /// <summary>Removes the rules, routes and addresses of groups, programs, tables and pins, and what the checks had found.</summary>
    /// <param name="paths">Where the daemon keeps what it keeps.</param>
    /// <param name="force">Even while a daemon runs.</param>
    /// <returns>A sentence for each thing removed.</returns>
    /// <exception cref="StartupException">A daemon runs, or this process may not do it.</exception>
    public static ImmutableArray<string> Run(DirectorPaths paths, bool force) => Run(paths, force, RealSurroundings.Make());

    internal static ImmutableArray<string> Run(DirectorPaths paths, bool force, Surroundings surroundings)
    {
        Preflight.CheckCapabilities(surroundings.Machine);
        int? holder = null;
        var mayRun = Directory.Exists(paths.RunDirectory);
        using var held = mayRun ? surroundings.Machine.TryLock(paths.Lock, out holder) : null;
        if (mayRun && held is null && !force)
        {
            // A holder that has only just taken the lock has not written its id yet.
            var process = holder is null ? "process id unknown" : $"process {holder}";
            throw new StartupException(
                ExitStatus.Failed,
                $"a daemon, {process}, runs and would put everything back: stop it first, or say --force");
        }

        var removed = ClearKernel(paths, surroundings);
        if (File.Exists(paths.Findings))
        {
            File.Delete(paths.Findings);
            removed = removed.Add($"removed {paths.Findings}");
        }

        return removed;
    }

    // The gate leaves after the addresses that it guards.
    private static ImmutableArray<string> ClearKernel(DirectorPaths paths, Surroundings surroundings)
    {
        try
        {
            return
            [
                .. surroundings.ReleaseRouting([]),
                .. surroundings.ReleaseGated(paths, new HashSet<IPAddress>()),
                .. surroundings.ClearDataPlane(paths),
            ];
        }
        catch (Exception e) when (e is DataPlaneException or LinuxException or ResourceException)
        {
            throw new StartupException(ExitStatus.Failed, e.Message, e);
        }
    }
}
