using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>A command that waits for its answer.</summary>
/// <param name="Node">Where.</param>
/// <param name="Life">Of its daemon.</param>
/// <param name="Kind">What.</param>
/// <param name="At">True time.</param>
/// <param name="Then">Happens once it is done.</param>
public sealed record Asked(SimNode Node, int Life, CommandKind Kind, long At, Action? Then);
