using System.Collections.Immutable;
using Tenbin.Cluster.Sharing;
using Tenbin.Director.Api;
using Tenbin.Director.Findings;
using Tenbin.Director.Measuring;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Loop;

/// <summary>What the director knows at one moment; immutable, so that readers need no lock.</summary>
internal sealed record DirectorView
{
    /// <summary>The configuration in force.</summary>
    public required LoadedConfig Config { get; init; }

    /// <summary>The last reload, if it was refused.</summary>
    public RefusedReload? Refused { get; init; }

    /// <summary>What the checks have found, for every configured server.</summary>
    public required ImmutableDictionary<ServerKey, ServerFinding> Findings { get; init; }

    /// <summary>What operators have set.</summary>
    public required ImmutableDictionary<ServerKey, ServerOverride> Overrides { get; init; }

    /// <summary>How the other nodes' settings and files compare with these; empty without a cluster.</summary>
    public ImmutableArray<PeerSettings> Peers { get; init; } = [];

    /// <summary>What the kernel shall hold.</summary>
    public required DesiredState Desired { get; init; }

    /// <summary>What it holds; null before the first look.</summary>
    public DataPlaneSnapshot? Snapshot { get; init; }

    /// <summary>Rates over the last second.</summary>
    public required RateTable Rates { get; init; }

    /// <summary>Why the kernel does not hold what it shall; null while it does.</summary>
    public string? Problem { get; init; }

    /// <summary>What an operator should look at.</summary>
    public required ImmutableArray<string> Warnings { get; init; }
}
