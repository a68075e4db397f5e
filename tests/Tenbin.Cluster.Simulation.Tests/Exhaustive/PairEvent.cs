namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>What may happen to the pair next.</summary>
public enum EventKind
{
    /// <summary>A step of true time: late calls are given up, stops end, both daemons tick.</summary>
    TimePasses,

    /// <summary>Time goes to the last instant of an open gate, and the other node ticks.</summary>
    GateEnds,

    /// <summary>A datagram arrives. One that never does is lost.</summary>
    Arrives,

    /// <summary>The register does what was asked, and the answer arrives.</summary>
    RegisterAnswers,

    /// <summary>The register does what was asked; the answer is on its way, or lost.</summary>
    RegisterActs,

    /// <summary>An answer of the register arrives.</summary>
    AnswerArrives,

    /// <summary>A daemon dies.</summary>
    Dies,

    /// <summary>A datagram arrives, and the daemon dies after some outputs of what it makes of it.</summary>
    ArrivesAndDies,

    /// <summary>An answer of the register arrives, and the daemon dies in the same way.</summary>
    AnswersAndDies,

    /// <summary>A daemon starts, with its record.</summary>
    Starts,

    /// <summary>A daemon starts, and its record is lost.</summary>
    StartsForgetful,

    /// <summary>A machine loses power and boots.</summary>
    Boots,

    /// <summary>The operator sends the group away.</summary>
    Standby,

    /// <summary>The operator has the daemon restarted.</summary>
    LeavesForRestart,
}

/// <summary>One event.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Which">Index of the node, the datagram or the call.</param>
/// <param name="Outputs">After how many outputs the daemon dies.</param>
public readonly record struct PairEvent(EventKind Kind, int Which = 0, int Outputs = 0);
