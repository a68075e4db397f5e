namespace Tenbin.Cluster.Witness;

/// <summary>A group's register at one moment.</summary>
/// <param name="Value">Null = absent: never written, or deleted by hand.</param>
/// <param name="Revision">Changes at each write, and is never used twice; 0 = absent.</param>
public sealed record RegisterReading(RegisterValue? Value, long Revision)
{
    /// <summary>No node has written it yet.</summary>
    public static RegisterReading Absent { get; } = new(null, 0);
}
