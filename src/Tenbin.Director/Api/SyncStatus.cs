namespace Tenbin.Director.Api;

/// <summary>How session sync with one peer stands; counts are since the daemon started.</summary>
public sealed record SyncStatus
{
    /// <summary>The peer.</summary>
    public required string Node { get; init; }

    /// <summary>It has acknowledged a full copy of this node's sessions, and nothing was lost since.</summary>
    public required bool HasAll { get; init; }

    /// <summary>From a change of a session here to the peer's acknowledgement.</summary>
    public required LagStatus LagMilliseconds { get; init; }

    /// <summary>Batches that wait to be sent or acknowledged.</summary>
    public required int Waiting { get; init; }

    /// <summary>Changes sent.</summary>
    public required long Changes { get; init; }

    /// <summary>Bytes sent, without headers.</summary>
    public required long Bytes { get; init; }

    /// <summary>Full copies begun.</summary>
    public required long Copies { get; init; }

    /// <summary>Times that changes were dropped for a full copy since too many waited.</summary>
    public required long Overflows { get; init; }

    /// <summary>This node has a full copy of the peer's sessions.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>Records of the peer's that took effect here.</summary>
    public required long Entered { get; init; }

    /// <summary>Records of services or servers that this node does not have: its file differs.</summary>
    public required long Unknown { get; init; }

    /// <summary>Records that found no room, or cannot be read.</summary>
    public required long Refused { get; init; }
}

/// <summary>Over the last thousand batches.</summary>
/// <param name="Median">Half took no longer.</param>
/// <param name="P99">All but one of a hundred took no longer.</param>
/// <param name="Mean">Smoothed.</param>
public sealed record LagStatus(double Median, double P99, double Mean);
