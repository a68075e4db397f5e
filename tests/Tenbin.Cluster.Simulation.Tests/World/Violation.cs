namespace Tenbin.Cluster.Simulation.World;

/// <summary>A property did not hold.</summary>
public sealed class ViolationException(string message) : Exception(message);
