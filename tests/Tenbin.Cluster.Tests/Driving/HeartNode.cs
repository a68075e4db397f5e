using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Driving;
using Tenbin.Cluster.Recording;
using Tenbin.Cluster.Transport;
using Tenbin.Linux;

namespace Tenbin.Cluster.Tests.Driving;

/// <summary>A node with a heart, real sockets and a record of its grants; its groups start and stop at once, in memory.</summary>
internal sealed class HeartNode : IGroupActions, ILogger, IDisposable
{
    private readonly ClusterLinks _links;
    private readonly GrantFile _grants;
    private readonly Action<HeartNode, long> _gateMoved;
    private long _gate;

    /// <param name="id">Index of the node.</param>
    /// <param name="members">All nodes.</param>
    /// <param name="keys">The cluster's.</param>
    /// <param name="record">Path of the grants.</param>
    /// <param name="gate">What the daemon before has left.</param>
    /// <param name="gateMoved">Called with each new deadline, before it is set.</param>
    public HeartNode(byte id, ImmutableArray<ClusterMember> members, KeyFile keys, string record, long gate, Action<HeartNode, long> gateMoved)
    {
        (Id, _gate, _gateMoved) = (id, gate, gateMoved);
        _grants = GrantFile.Open(record, Guid.Empty, ["front"]);
        var settings = new CoreSettings
        {
            Self = new Holder(id, _grants.Tenure), Nodes = members.Length, NodeNames = [.. members.Select(member => member.Name)],
            Every = 50_000_000, DeadAfter = 1_500_000_000, Lease = 1_400_000_000,
            RestartGrace = 20_000_000_000, VoterSet = 7, Groups = [default],
        };
        Heart = new ClusterHeart(
            new HeartSettings(settings, ["front"]), _grants, [gate], this, null, this, () => Clock.BootTime);
        _links = new ClusterLinks(
            new TransportSettings { Self = id, Members = members, Incarnation = (ulong)Clock.BootTime }, keys,
            (node, _, payload, _, _) => Heart.Deliver(node, payload), this);
        _links.Start();
        Heart.Post(new FitnessChanged(0, byte.MaxValue, ""));
        Heart.Start(_links);
    }

    public byte Id { get; }

    public ClusterHeart Heart { get; }

    public ConcurrentQueue<string> Did { get; } = [];

    public ConcurrentQueue<string> Log { get; } = [];

    public long Gate => Volatile.Read(ref _gate);

    public bool Owns => Heart.View.Groups[0].Phase == Phase.Holding;

    void IGroupActions.SetGate(int group, long deadline)
    {
        _gateMoved(this, deadline);
        Volatile.Write(ref _gate, deadline);
    }

    void IGroupActions.Start(int group, ulong epoch)
    {
        Did.Enqueue(string.Create(CultureInfo.InvariantCulture, $"start {epoch}"));
        Heart.Post(new Started(group));
    }

    void IGroupActions.Relay(int group, byte node, long until) => Did.Enqueue($"relay to {node}");

    void IGroupActions.Accept(int group, byte node, long until) => Did.Enqueue($"accept from {node}");

    void IGroupActions.DrainSessions(int group, ulong epoch, byte node) => Heart.Post(new SessionsDrained(group, epoch));

    void IGroupActions.Stop(int group)
    {
        Did.Enqueue("stop");
        Heart.Post(new Stopped(group));
    }

    /// <summary>As when the daemon is killed: its gate stays as it is.</summary>
    public void Dispose()
    {
        Heart.Dispose();
        _links.Dispose();
        _grants.Dispose();
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> format) =>
        Log.Enqueue(format(state, e));
}
