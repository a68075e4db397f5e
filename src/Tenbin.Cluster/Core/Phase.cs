namespace Tenbin.Cluster.Core;

/// <summary>How far a node is with a group.</summary>
public enum Phase
{
    /// <summary>Does not own it and does not try to.</summary>
    Idle,

    /// <summary>Asks whether it could win.</summary>
    PreVote,

    /// <summary>Asks for a lease.</summary>
    Asking,

    /// <summary>Owns it.</summary>
    Holding,

    /// <summary>Has handed it over and waits for the next owner's word.</summary>
    Handing,
}
