namespace Tenbin.Addresses.Groups;

/// <summary>How an operation on a group ended.</summary>
public enum OutcomeKind
{
    /// <summary>As wanted.</summary>
    Done,

    /// <summary>A resource refused.</summary>
    Failed,

    /// <summary>The opposite was asked for meanwhile.</summary>
    Superseded,
}

/// <summary>How <see cref="GroupRunner.Start"/> or <see cref="GroupRunner.Stop"/> ended.</summary>
/// <param name="Kind">How.</param>
/// <param name="Resource">The resource that refused; null for none.</param>
/// <param name="Reason">Why, for people; null when there is nothing to say.</param>
public sealed record GroupOutcome(OutcomeKind Kind, string? Resource = null, string? Reason = null)
{
    internal static readonly GroupOutcome Done = new(OutcomeKind.Done), Superseded = new(OutcomeKind.Superseded);
}
