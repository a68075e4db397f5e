namespace Tenbin.Cluster.Core;

/// <summary>A wish for a lease, or for more of it.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Epoch">The epoch that it is for.</param>
/// <param name="Candidate">Who asks.</param>
/// <param name="SentAt">When, on the clock of who asks: comes back with the answer, and the lease is counted from it.</param>
/// <param name="Duration">L, in nanoseconds.</param>
/// <param name="VoterSet">Fingerprint of the voters that it is put to.</param>
public sealed record VoteRequest(int Group, ulong Epoch, Holder Candidate, long SentAt, long Duration, ulong VoterSet) : ClusterMessage
{
    /// <summary>Only asks whether it would be granted; nothing is recorded.</summary>
    public bool IsPreVote { get; init; }

    /// <summary>The owner until now, which has handed the group to the candidate; null = no planned move.</summary>
    public Handed? Handed { get; init; }
}

/// <summary>An owner's word that it serves no more, and who is next.</summary>
/// <param name="By">The owner until now.</param>
/// <param name="Epoch">Its epoch.</param>
public readonly record struct Handed(Holder By, ulong Epoch);
