using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>A command that waits for its answer.</summary>
public sealed record Asked(SimNode Node, int Life, CommandKind Kind, long At);
