namespace Tenbin.Cluster.Sharing;

/// <summary>When a setting was made. Of two commands for the same thing the later one wins, on every node.</summary>
/// <param name="Counter">Milliseconds of the wall clock, raised over every version seen; 0 = from before there were versions.</param>
/// <param name="Node">Index of the node where the command was given: decides between equal counters.</param>
public readonly record struct SettingVersion(long Counter, byte Node)
{
    /// <summary>The highest counter, some thousand years away: what claims to be above it is no version.</summary>
    public const long MaxCounter = (1L << 48) - 1;

    /// <summary>It is the later one.</summary>
    public bool IsAfter(SettingVersion other) => (Counter, Node).CompareTo((other.Counter, other.Node)) > 0;
}
