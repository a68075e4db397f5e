using System.Collections.Immutable;
using System.Globalization;

namespace Tenbin.Cluster.Core;

/// <summary>What a core needs to know of the file and of its machine. All times in nanoseconds.</summary>
public sealed record CoreSettings
{
    /// <summary>This node.</summary>
    public required Holder Self { get; init; }

    /// <summary>Number of nodes; indexes are those of the file.</summary>
    public required int Nodes { get; init; }

    /// <summary>Their names, as people know them; a node that has none here is told of by its number, from 1.</summary>
    public ImmutableArray<string> NodeNames { get; init; } = [];

    /// <summary>A witness register has a vote.</summary>
    public bool HasRegister { get; init; }

    /// <summary>Sessions are copied to the other nodes: a planned move waits for that, see <see cref="SessionsCopied"/>.</summary>
    public bool CopiesSessions { get; init; }

    /// <summary>A pair without majority serves alone.</summary>
    public bool ServesAlone { get; init; }

    /// <summary>Between two beats.</summary>
    public required long Every { get; init; }

    /// <summary>Silence after which a peer counts as dead.</summary>
    public required long DeadAfter { get; init; }

    /// <summary>L.</summary>
    public required long Lease { get; init; }

    /// <summary>Lease for a restart in place.</summary>
    public required long RestartGrace { get; init; }

    /// <summary>Moves by itself at most so often in an hour.</summary>
    public int MovesPerHour { get; init; } = 10;

    /// <summary>Fingerprint of the voters: node names and register.</summary>
    public required ulong VoterSet { get; init; }

    /// <summary>Fingerprint of the whole file at the start; see <see cref="FileLoaded"/>.</summary>
    public ulong Fingerprint { get; init; }

    /// <summary>The groups, by index.</summary>
    public required ImmutableArray<GroupRule> Groups { get; init; }

    /// <summary>All that may vote.</summary>
    public int Votes => Nodes + (HasRegister ? 1 : 0);

    /// <summary>Votes that a majority needs.</summary>
    public int Majority => (Votes / 2) + 1;

    /// <summary>The longest grant there is.</summary>
    public long LongestLease => Math.Max(Lease, RestartGrace);

    /// <summary>A node, for people.</summary>
    public string NameOf(int node) =>
        node < NodeNames.Length ? NodeNames[node] : string.Create(CultureInfo.InvariantCulture, $"node {node + 1}");

    /// <summary>What the holder of a grant for <paramref name="lease"/> may count on: H.</summary>
    public static long HoldOf(long lease) => lease / 100 * 97;

    /// <summary>The shortest lease of which a holder may count on <paramref name="hold"/>.</summary>
    public static long LeaseFor(long hold) => ((hold / 97) + 1) * 100;
}

/// <summary>Policy of one group.</summary>
/// <param name="Prefer">Index of the preferred node.</param>
/// <param name="FailbackAfter">The preferred node takes the group back after so long; null = never by itself.</param>
public readonly record struct GroupRule(byte Prefer, long? FailbackAfter);
