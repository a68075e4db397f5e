using System.Collections.Immutable;

namespace Tenbin.Director.Api;

/// <summary>Who holds what, by which votes, since when and why.</summary>
public sealed record ClusterStatus
{
    /// <summary>Name of this node.</summary>
    public required string Node { get; init; }

    /// <summary>Nothing moves by itself.</summary>
    public required bool Maintenance { get; init; }

    /// <summary>In order of their names.</summary>
    public required ImmutableArray<GroupStatus> Groups { get; init; }

    /// <summary>All nodes, this one included, in file order.</summary>
    public required ImmutableArray<NodeStatus> Nodes { get; init; }

    /// <summary>One for each link to each peer.</summary>
    public required ImmutableArray<LinkStatus> Links { get; init; }

    /// <summary>Session sync, one for each peer; empty where the data plane has none.</summary>
    public ImmutableArray<SyncStatus> Sessions { get; init; } = [];

    /// <summary>The witness; null = none.</summary>
    public WitnessStatus? Witness { get; init; }

    /// <summary>
    /// Datagrams that came over all links since the daemon started, by what became of them: <c>delivered</c>, <c>duplicate</c>,
    /// <c>hello</c>, and the reasons for which they are refused, such as <c>badTag</c> and <c>replayed</c>. Those that are zero are left out.
    /// </summary>
    public SortedDictionary<string, long> Datagrams { get; init; } = [];
}

/// <summary>A group.</summary>
public sealed record GroupStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The addresses that move with it.</summary>
    public required ImmutableArray<string> Addresses { get; init; }

    /// <summary>Node that owns it as far as this one knows; null = none.</summary>
    public required string? Owner { get; init; }

    /// <summary>How far this node is with it: <c>idle</c>, <c>preVote</c>, <c>asking</c>, <c>holding</c>, <c>handing</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>Of the lease.</summary>
    public required ulong Epoch { get; init; }

    /// <summary>Since when this node is there.</summary>
    public required double SinceSeconds { get; init; }

    /// <summary>Why.</summary>
    public required string Why { get; init; }

    /// <summary>What holds this node's lease: names of nodes, and <c>witness</c>.</summary>
    public required ImmutableArray<string> Votes { get; init; }

    /// <summary>How many a majority needs.</summary>
    public required int VotesNeeded { get; init; }

    /// <summary>False: this node owns it without a majority, so another may serve it too.</summary>
    public required bool Exclusive { get; init; }

    /// <summary>What is left of the lease; 0 = none.</summary>
    public required double LeaseSeconds { get; init; }

    /// <summary>This node's: 0 = it must not own the group, to 255.</summary>
    public required int Fitness { get; init; }

    /// <summary>What lowers it.</summary>
    public required string FitnessReason { get; init; }
}

/// <summary>A node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsAlive">Heard of late; this node is.</param>
/// <param name="SilentSeconds">Since it was heard last; null = never, or this node.</param>
/// <param name="SameFile">Its file means the same; null = not known.</param>
public sealed record NodeStatus(string Name, bool IsAlive, double? SilentSeconds, bool? SameFile)
{
    /// <summary>
    /// Sections in which its file differs; empty when it does not, when they are not known yet, and when a daemon of an earlier
    /// version leaves them out.
    /// </summary>
    public ImmutableArray<string> DiffersIn { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>It has the same drains and weights; null = not known.</summary>
    public bool? SameSettings { get; init; }

    /// <summary>For how long they have been others; null = they are not, or not known.</summary>
    public double? SettingsDifferSeconds { get; init; }
}

/// <summary>One link to one peer.</summary>
/// <param name="Node">The peer.</param>
/// <param name="Address">Its address.</param>
/// <param name="Loss">Share of the last payloads that did not come, 0 to 1.</param>
/// <param name="RoundTripMilliseconds">Smoothed; null = not measured.</param>
/// <param name="SilentSeconds">Since something came; null = never.</param>
public sealed record LinkStatus(string Node, string Address, double Loss, double? RoundTripMilliseconds, double? SilentSeconds);

/// <summary>The witness.</summary>
/// <param name="Endpoint">That answered last.</param>
/// <param name="LatencyMilliseconds">Smoothed; null = not measured.</param>
/// <param name="Trouble">Why it does not answer; null while it does.</param>
public sealed record WitnessStatus(string? Endpoint, double? LatencyMilliseconds, string? Trouble);

/// <summary>Body of <c>POST /v1/groups/…</c>.</summary>
public sealed record GroupCommand
{
    /// <summary>The group; null = every group, or none is meant.</summary>
    public string? Group { get; init; }
}
