using System.Collections.Immutable;

namespace Tenbin.Cluster.Core;

/// <summary>What a node knows of its cluster.</summary>
/// <param name="Maintenance">Nothing moves by itself.</param>
/// <param name="Groups">By index.</param>
/// <param name="Peers">The other nodes.</param>
public sealed record ClusterView(bool Maintenance, ImmutableArray<GroupView> Groups, ImmutableArray<PeerView> Peers);

/// <summary>One group as this node sees it.</summary>
/// <param name="Phase">How far this node is with it.</param>
/// <param name="Epoch">Of its lease, or the highest that it stood for.</param>
/// <param name="Deadline">End of its lease, nanoseconds of the boot clock; 0 = none.</param>
/// <param name="Votes">Which votes hold it: by node, then the register.</param>
/// <param name="IsExclusive">A majority of the votes holds it; false = another node may serve it too.</param>
/// <param name="Since">When that became so.</param>
/// <param name="Why">And why.</param>
/// <param name="Fitness">0 = it must not own the group, to 255.</param>
/// <param name="FitnessReason">What lowers it.</param>
/// <param name="Granted">What this node's own vote has granted.</param>
public sealed record GroupView(
    Phase Phase, ulong Epoch, long Deadline, ImmutableArray<bool> Votes, bool IsExclusive, long Since, string Why,
    byte Fitness, string FitnessReason, Grant Granted);

/// <summary>Another node.</summary>
/// <param name="Node">Its index.</param>
/// <param name="IsAlive">It was heard within <c>dead-after</c>.</param>
/// <param name="LastHeard">Nanoseconds of the boot clock; null = never.</param>
/// <param name="Fingerprint">Of its file.</param>
/// <param name="Claims">What it says of itself, by group.</param>
public sealed record PeerView(byte Node, bool IsAlive, long? LastHeard, ulong Fingerprint, ImmutableArray<GroupClaim> Claims);
