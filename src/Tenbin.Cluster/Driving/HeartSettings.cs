using System.Collections.Immutable;
using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Driving;

/// <summary>What a heart needs to know.</summary>
/// <param name="Core">For its core.</param>
/// <param name="NodeNames">By index.</param>
/// <param name="GroupNames">By index.</param>
public sealed record HeartSettings(CoreSettings Core, ImmutableArray<string> NodeNames, ImmutableArray<string> GroupNames);
