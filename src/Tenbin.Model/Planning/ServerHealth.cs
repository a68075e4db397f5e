namespace Tenbin.Model.Planning;

/// <summary>What the checks have found.</summary>
public enum ServerHealth
{
    /// <summary>No check has finished yet: no traffic (invariant 2).</summary>
    Unknown,

    /// <summary>Fit for new sessions.</summary>
    Up,

    /// <summary>Unfit.</summary>
    Down,
}

/// <summary>What an operator has set at run time for one real server; outlives restarts.</summary>
/// <param name="Drained">True after <c>tenbin drain</c>.</param>
/// <param name="Weight">Set by <c>tenbin weight</c>; null = the file's.</param>
public sealed record ServerOverride(bool Drained, int? Weight);
