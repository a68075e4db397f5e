using System.Reflection;
using Microsoft.Extensions.Logging;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering;
using Tenbin.Director.Control;
using Tenbin.Director.Findings;
using Tenbin.Director.Loop;
using Tenbin.Director.Overrides;
using Tenbin.Director.Startup;
using Tenbin.Director.Systemd;
using Tenbin.Forwarding;
using Tenbin.Model.Configuration;

namespace Tenbin.Director;

/// <summary>The daemon from its start to its orderly end.</summary>
public static class DirectorDaemon
{
    /// <summary>The program's version.</summary>
    public static string Version { get; } =
        typeof(DirectorDaemon).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>
    /// Runs until SIGTERM, SIGINT or <paramref name="stop"/>; SIGHUP reloads. At the end the data plane stays as it
    /// is: traffic goes on.
    /// </summary>
    /// <exception cref="StartupException">It cannot start; the message says why and how to mend it.</exception>
    public static Task RunAsync(DirectorOptions options, ILoggerFactory loggers, CancellationToken stop) =>
        RunAsync(options, RealSurroundings.Make(), loggers, stop);

    internal static async Task RunAsync(
        DirectorOptions options, Surroundings surroundings, ILoggerFactory loggers, CancellationToken stop)
    {
        var (time, paths) = (surroundings.Time, options.Paths);
        var (started, startedAt) = (time.GetTimestamp(), time.GetUtcNow());
        ConfigResult Load() => ConfigLoader.LoadFile(options.ConfigFile);
        var config = Load();
        if (!config.IsValid)
        {
            throw new StartupException(ExitStatus.BadUsage, string.Join('\n', config.Errors));
        }

        // Before threads are started that inherit from this one.
        using var priority = config.Config.Cluster is { Heartbeat.NeedsRealTime: true }
            ? new DaemonPriority(time, loggers.CreateLogger("cluster"))
            : null;
        Preflight.Check(surroundings.Machine, paths, config.Config);
        using var held = Preflight.Lock(surroundings.Machine, paths);
        using var systemd = new SystemdNotifier(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), time);
        using var plane = Open(surroundings, config.Config, paths);
        DirectorLoop? loop = null;
        await using var checks = surroundings.MakeChecks(
            (key, finding) => loop!.Post(new HealthChanged(key, finding)), time, loggers);
        var core = new DirectorCore(
            new LoadedConfig(config.Config, Path.GetFullPath(options.ConfigFile), startedAt), Load, checks, plane,
            new FindingsFile(paths.Findings, loggers.CreateLogger("director")), new OverridesFile(paths.Overrides),
            surroundings.Machine.LocalAddresses, time, loggers)
        {
            Aliases = Aliases.Concern(config.Config) ? new Aliases(surroundings.Machine.AddressesOf, surroundings.Machine.LocalAddresses) : null,
        };
        loop = new DirectorLoop(core, time, systemd);
        core.Start();
        await using var cluster = Join(config.Config, plane, surroundings, paths, loggers);
        core.Keys = cluster?.Keys;
        Share(cluster, core, loop);
        cluster?.Observe(core.View);
        loop.Settled = view => cluster?.Observe(view);
        DaemonStatus Daemon() =>
            new(Version, Environment.ProcessId, startedAt, time.GetElapsedTime(started).TotalSeconds);
        await using var control = await ControlServer.StartAsync(
            paths.Socket, new ControlApi(loop, plane, cluster, Daemon), loggers).ConfigureAwait(false);
        using var network = new NetworkWatch(surroundings.WatchNetwork, () =>
        {
            cluster?.Network.Raise();
            loop.Post(new NetworkChanged());
        }, time);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var signals = new Signals(stopping.Cancel, () => loop.Post(new ReloadRequested()));
        systemd.Ready();
        await loop.RunAsync(stopping.Token).ConfigureAwait(false);
        systemd.Stopping();
        if (cluster is not null)
        {
            var forGood = await MachineState.IsGoingDownAsync(time).ConfigureAwait(false);
            await Leaving.RunAsync(cluster, forGood, loggers.CreateLogger("cluster"), time).ConfigureAwait(false);
        }

        Farewell.Log(loggers.CreateLogger("director"));
    }

    private static ClusterRuntime? Join(
        TenbinConfig config, IDataPlane plane, Surroundings surroundings, DirectorPaths paths, ILoggerFactory loggers)
    {
        FormerGroups.Release(surroundings, paths, config, loggers.CreateLogger("cluster"));
        if (config.Cluster is null)
        {
            // A daemon before this one may have been a node.
            (plane as IGate)?.SetGroups([]);
            (plane as ISessionSync)?.SetSync(false);
            return null;
        }

        return plane is not IGate gate
            ? throw new StartupException(ExitStatus.BadUsage, "cluster: this data plane has no gate, without which two directors could serve at once; use 'ebpf'")
            : ClusterRuntime.Start(config, gate, plane as ISessionSync, paths, surroundings.Machine.LocalAddresses(), surroundings.Time, loggers);
    }

    private static void Share(ClusterRuntime? cluster, DirectorCore core, DirectorLoop loop)
    {
        if (cluster is not null)
        {
            core.Share(cluster.Settings);
            cluster.Settings.Arrived = loop.PostArrival;
        }
    }

    private static IDataPlane Open(Surroundings surroundings, TenbinConfig config, DirectorPaths paths)
    {
        try
        {
            return surroundings.OpenDataPlane(config.DataPlane, paths);
        }
        catch (DataPlaneException e)
        {
            throw new StartupException(ExitStatus.Failed, e.Message, e);
        }
    }
}
