using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Tenbin.Addresses;
using Tenbin.Addresses.Local;
using Tenbin.Addresses.Routing;
using Tenbin.Addresses.Tracking;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Driving;
using Tenbin.Cluster.Recording;
using Tenbin.Cluster.Transport;
using Tenbin.Cluster.Witness;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering.Sharing;
using Tenbin.Director.Clustering.Syncing;
using Tenbin.Director.Loop;
using Tenbin.Forwarding;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.Linux.Ping;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>This director as a node: heart, links, witness, addresses and fitness, put together.</summary>
internal sealed class ClusterRuntime : IClusterNode, IAsyncDisposable
{
    private const int GatewayRounds = 2;
    private const double NanosecondsInMicrosecond = 1000;
    private volatile TenbinConfig _config;
    private readonly byte _self;
    private readonly ClusterHeart _heart;
    private readonly ClusterLinks _links;
    private readonly IRelay? _relay;
    private readonly SessionCourier? _courier;
    private readonly FitnessBoard _fitness;
    private readonly GroupRunners _runners;
    private readonly RegisterCalls? _register;
    private readonly TimeProvider _time;
    private readonly List<IAsyncDisposable> _owned;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _looking = [];
    private TenbinConfig? _read;
    private volatile DirectorView? _observed;

    private ClusterRuntime(
        TenbinConfig config, byte self, ClusterHeart heart, ClusterLinks links, KeyFile keys, IRelay? relay, SessionCourier? courier,
        FitnessBoard fitness, GroupRunners runners, RegisterCalls? register, NetworkSignal network, TimeProvider time, List<IAsyncDisposable> owned)
    {
        (_config, _self, _heart, _links, _relay, _courier, _fitness, _runners, _register, Network, _time, _owned) =
            (config, self, heart, links, relay, courier, fitness, runners, register, network, time, owned);
        Groups = [.. config.Groups.Select(group => group.Name)];
        Keys = new ClusterKeys(config.Cluster!.KeyFile, keys, links.UseKeys);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The cluster's keys, for a reload.</summary>
    public ClusterKeys Keys { get; }

    /// <summary>What operators set, to and from the other nodes.</summary>
    public required SettingsPort Settings { get; init; }

    /// <summary>How starts of groups went.</summary>
    public required Takeovers Takeovers { get; init; }

    /// <summary>Who has the addresses.</summary>
    public required HolderWatch Holders { get; init; }

    /// <summary>Know the nodes by what the cloud says.</summary>
    public required HolderRules Rules { get; init; }

    /// <summary>To be raised when links, addresses or routes change.</summary>
    public NetworkSignal Network { get; }

    /// <inheritdoc/>
    public ClusterView View => _heart.View;

    /// <inheritdoc/>
    public ClusterStatus Status() =>
        ClusterStatusBuilder.Build(
            _config, _self, View, _links.Report(), _courier?.Reports ?? [], _register?.Health, _observed?.Peers ?? [], Clock.BootTime,
            new MoveReport(Holders.Looks, Takeovers.Last, Rules, _time));

    /// <summary>Puts the node together and starts it. Gates are in place, closed or as the daemon before left them, when this returns.</summary>
    /// <exception cref="StartupException">Something that it needs is not to be had.</exception>
    public static ClusterRuntime Start(
        TenbinConfig config, IGate gate, ISessionSync? sessions, DirectorPaths paths, IReadOnlySet<IPAddress> local, TimeProvider time,
        ILoggerFactory loggers)
    {
        try
        {
            return Make(config, gate, sessions, paths, local, time, loggers);
        }
        catch (Exception e) when (e is KeyFileException or TransportException or IOException or UnauthorizedAccessException or LinuxException or DataPlaneException)
        {
            throw new StartupException(ExitStatus.Failed, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public Task<CommandDone> AskAsync(CommandKind kind, int group = -1) => _heart.AskAsync(kind, group);

    /// <summary>Tells the core what the director knows: the file in force, sessions, servers, the state of the data plane. One call at a time.</summary>
    public void Observe(DirectorView view)
    {
        if (!ReferenceEquals(_read, view.Config.Config))
        {
            _read = view.Config.Config;
            _config = ClusterIdentity.InOrder(_read);
            _heart.Post(new FileLoaded(_read.Fingerprint().Whole));
        }

        var serverless = new string?[_config.Groups.Length];
        for (var group = 0; group < serverless.Length; group++)
        {
            var services = _config.Services.Where(service => _config.GroupOf(service.Listen.Address) == _config.Groups[group]).ToList();
            var down = services.Where(service => !ServerReach.HasServers(service, view.Findings)).Select(service => service.Name).ToList();
            serverless[group] = down.Count == 0 ? null : string.Join(", ", down);
            var listens = services.Select(service => service.Listen).ToHashSet();
            var sessions = view.Snapshot?.Services.Where(service => listens.Contains(service.Service))
                .Sum(service => service.Servers.Sum(server => server.Active + server.Inactive)) ?? 0;
            _heart.Post(new SessionsCounted(group, (uint)sessions));
        }

        _fitness.Observe(view.Problem, serverless);
        _observed = view;
        TellPlaces(view);
    }

    // Where the kernel is in trouble the plan's problem tells of it, and a move does without.
    private void TellPlaces(DirectorView view)
    {
        if (_relay is null || view.Problem is not null)
        {
            return;
        }

        Span<byte> payload = stackalloc byte[ClusterLinks.MaxPayload];
        var length = Places.Write(_relay.OwnPlaces(), payload);
        for (byte node = 0; length > 0 && node < _config.Cluster!.Nodes.Length; node++)
        {
            if (node != _self)
            {
                _links.Send(node, Channel.Places, payload[..length]);
            }
        }
    }

    /// <summary>Ends this node's part; leases, gates and addresses stay as they are and the leases run out.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_looking).ConfigureAwait(false);
        _heart.Dispose();
        _courier?.Stop();
        _links.Dispose();
        _courier?.Dispose();
        await _runners.DisposeAsync().ConfigureAwait(false);
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private static ClusterRuntime Make(
        TenbinConfig config, IGate gate, ISessionSync? sessions, DirectorPaths paths, IReadOnlySet<IPAddress> local, TimeProvider time,
        ILoggerFactory loggers)
    {
        config = ClusterIdentity.InOrder(config);
        var cluster = config.Cluster!;
        var self = ClusterIdentity.Find(cluster, local);
        var groupNames = config.Groups.Select(group => group.Name).ToImmutableArray();
        var nodeNames = cluster.Nodes.Select(node => node.Name).ToImmutableArray();
        var keys = KeyFile.Load(cluster.KeyFile);
        gate.SetGroups([.. config.Groups.Select((group, index) => new GatedGroup(group.Name, index, [.. group.Addresses.Select(address => address.Address)]))]);
        var grants = GrantFile.Open(paths.Grants, MachineBoot.Id(), groupNames);
        var settings = ClusterIdentity.Settings(config, self, grants.Tenure) with { CopiesSessions = sessions is not null };
        ClusterHeart? heart = null;
        ClusterLinks? links = null;
        ClusterRuntime? runtime = null;
        void Post(ClusterInput input) => heart!.Post(input);
        var incarnation = (ulong)time.GetUtcNow().Ticks;
        var courier = sessions is null
            ? null
            : new SessionCourier(
                sessions, Enumerable.Range(0, nodeNames.Length).Where(node => node != self).Select(node => (byte)node), incarnation,
                new CourierLinks((node, payload) => links!.Send(node, Channel.Sessions, payload), () => links!.Incarnation),
                (node, hasAll) => Post(new SessionsCopied(node, hasAll)), loggers.CreateLogger("cluster"), () => Clock.BootTime);
        var mover = LocalMover.Open(new LocalMoverOptions(), time, loggers.CreateLogger<LocalMover>(), _ => { });
        var routing = GroupRouting.Open(loggers.CreateLogger<GroupRouting>());
        var network = new NetworkSignal();
        var takeovers = new Takeovers(config.Groups.Length, time);
        var cloud = Cloud.Open(config, nodeNames[self], mover, group => heart!.View.Groups[group].IsExclusive, takeovers.Add, time, loggers);
        var movers = new Dictionary<MoverKind, IAddressMover>(cloud?.Movers ?? new Dictionary<MoverKind, IAddressMover>()) { [MoverKind.Local] = mover };
        var runners = new GroupRunners(
            config.Groups, nodeNames[self], gate, movers, routing, network, courier, takeovers,
            group => SilenceOf(heart!.View, group, settings.DeadAfter), Post, time, loggers);
        var etcd = cluster.Witness is { Type: WitnessType.Etcd }
            ? new EtcdRegister(cluster.Witness, cluster.Name, cluster.Heartbeat.Lease / 4, time, loggers.CreateLogger<EtcdRegister>())
            : null;
        var witness = etcd ?? cloud?.Register;
        var register = witness is null ? null : new RegisterCalls(witness, nodeNames, groupNames, cluster.Heartbeat.Lease / 2);
        var gates = config.Groups.Select((_, group) => gate.ReadDeadline(group)).ToArray();
        heart = new ClusterHeart(
            new HeartSettings(settings, groupNames), grants, gates, runners, register, loggers.CreateLogger("cluster"), () => Clock.BootTime);
        var shared = new SettingsPort(self, nodeNames);
        var rules = new HolderRules(cluster.Nodes, self);
        links = new ClusterLinks(
            new TransportSettings { Self = self, Members = ClusterMember.From(cluster), Incarnation = incarnation },
            keys, (node, channel, payload, _, _) => runtime!.Deliver(node, channel, payload), loggers.CreateLogger("links"));
        runtime = new ClusterRuntime(
            config, self, heart, links, keys, gate as IRelay, courier, new FitnessBoard(config.Groups.Length, Post), runners, register, network, time,
            [.. cloud is null ? Array.Empty<IAsyncDisposable>() : [cloud], mover, new Owned(routing), new Owned(grants), new Owned(etcd)])
        {
            Settings = shared,
            Takeovers = takeovers,
            Holders = new HolderWatch(config.Groups, movers, group => ClusterStatusBuilder.OwnerOf(heart.View, group, self), rules, time),
            Rules = rules,
        };
        shared.Transmit = (node, payload) => links.Send(node, Channel.Settings, payload);
        runtime.Run(config, time, cloud);
        return runtime;
    }

    // Whose last word was that it owns the group, and who has been silent for as long as it takes to be thought dead.
    private static TimeSpan? SilenceOf(ClusterView view, int group, long deadAfter)
    {
        var now = Clock.BootTime;
        var heard = view.Peers.Where(peer => peer.Claims[group].IsHolder).Max(peer => peer.LastHeard);
        return heard is { } last && now - last >= deadAfter ? TimeSpan.FromMicroseconds((now - last) / NanosecondsInMicrosecond) : null;
    }

    // What a later version says on another channel is not for this one.
    private void Deliver(byte node, Channel channel, ReadOnlySpan<byte> payload)
    {
        switch (channel)
        {
            case Channel.Heart:
                _heart.Deliver(node, payload);
                break;
            case Channel.Places when Places.Read(payload) is { } places:
                _relay?.SetPlaces(node, places);
                break;
            case Channel.Sessions:
                _courier?.Deliver(node, payload);
                break;
            case Channel.Settings:
                Settings.Deliver(node, payload);
                break;
        }
    }

    private void Run(TenbinConfig config, TimeProvider time, Cloud? cloud)
    {
        var netlink = RouteNetlink.Open();
        var pinger = new Pinger();
        _owned.Add(new Owned(netlink));
        _owned.Add(new Owned(pinger));
        for (var group = 0; group < config.Groups.Length; group++)
        {
            var index = group;
            var tracker = new Tracker(config.Groups[group].Track, netlink, Network, time, fitness => _fitness.Track(index, fitness));
            _looking.Add(tracker.RunAsync(_stop.Token));
        }

        var gateways = new GatewayCheck(
            config.Cluster!.Gateways, pinger, config.Cluster.Heartbeat.DeadAfter * GatewayRounds, time, _fitness.Judge);
        _looking.Add(gateways.RunAsync(_stop.Token));
        if (_register is not null)
        {
            _looking.Add(_register.LookAsync(time, _stop.Token));
        }

        if (cloud is not null)
        {
            _looking.Add(cloud.CheckAsync(config, _stop.Token));
        }

        _looking.Add(Task.Run(() => Holders.RunAsync(_stop.Token)));

        _links.Start();
        _courier?.Start();
        _heart.Start(_links);
    }

    private sealed class Owned(IDisposable? resource) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            resource?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
