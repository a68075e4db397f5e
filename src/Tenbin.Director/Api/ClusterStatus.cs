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

    /// <summary>Who has each address, by the system and by AWS; empty before the first look.</summary>
    public ImmutableArray<HolderStatus> Holders { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>How its last start on this node went; null = none since the daemon started.</summary>
    public TakeoverStatus? LastTakeover { get; init; }
}

/// <summary>Who has an address of a group, as this node found out in the background.</summary>
/// <param name="Address">The address.</param>
/// <param name="OnInterface">An interface of this node has it; null = its mover puts it on none, or it is not known yet.</param>
public sealed record HolderStatus(string Address, bool? OnInterface)
{
    /// <summary>AWS moves it: its book is asked too.</summary>
    public bool OfAws { get; init; }

    /// <summary>Where AWS sends it, e.g. <c>eni-… of i-…</c>; null = nowhere, or not known.</summary>
    public string? Aws { get; init; }

    /// <summary>The node that this is; null = none, or it cannot be told.</summary>
    public string? Node { get; init; }

    /// <summary>Age of the answer; null = there was none yet.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>Why the last question had no answer; null = it had one.</summary>
    public string? Trouble { get; init; }

    /// <summary>What of it contradicts the owner of the group, by two looks one after the other; null = nothing.</summary>
    public string? Contradiction { get; init; }
}

/// <summary>How a start of a group went.</summary>
/// <param name="At">When it began.</param>
/// <param name="AgoSeconds">Since then.</param>
/// <param name="Epoch">Of its lease.</param>
/// <param name="Over">It runs, or has failed.</param>
/// <param name="Trouble">Why it failed; null = it did not.</param>
public sealed record TakeoverStatus(DateTimeOffset At, double AgoSeconds, ulong Epoch, bool Over, string? Trouble)
{
    /// <summary>
    /// Metric <c>failover_seconds</c> by its label <c>phase</c>; of several addresses the slowest: <c>silence</c> (from the last
    /// word of the owner that fell silent to the lease), <c>interface</c>, <c>assign</c>, <c>elastic-ip</c>, <c>routes</c>,
    /// <c>metadata</c>, <c>api</c>, <c>whole</c> (of an address), <c>start</c> (from the lease until all of the group runs).
    /// Parts run side by side; those that did not occur are left out.
    /// </summary>
    public SortedDictionary<string, double> FailoverSeconds { get; init; } = [];
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
