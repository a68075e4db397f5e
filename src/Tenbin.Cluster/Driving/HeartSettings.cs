using System.Collections.Immutable;
using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Driving;

/// <summary>What a heart needs to know.</summary>
/// <param name="Core">For its core.</param>
/// <param name="GroupNames">By index.</param>
public sealed record HeartSettings(CoreSettings Core, ImmutableArray<string> GroupNames);
