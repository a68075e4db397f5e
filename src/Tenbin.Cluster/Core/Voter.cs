namespace Tenbin.Cluster.Core;

/// <summary>
/// This node's vote, one grant for each group. A grant stands until its end on this node's boot clock; what was granted is
/// recorded before it is said (Gray and Cheriton 1989, leases; the epoch is Lamport's ballot).
/// </summary>
public sealed class Voter
{
    private readonly Grant[] _grants;
    private readonly long _abstainsUntil;
    private readonly ulong _voterSet;
    private readonly long _longest;

    /// <param name="recorded">What was granted before, by group; of this boot of the machine.</param>
    /// <param name="abstainsUntil">End of the longest grant that may have been forgotten; 0 = nothing was.</param>
    /// <param name="voterSet">Fingerprint of the voters.</param>
    /// <param name="longest">The longest grant that it gives, nanoseconds: as long as it would abstain.</param>
    public Voter(IReadOnlyList<Grant> recorded, long abstainsUntil, ulong voterSet, long longest)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        _grants = [.. recorded];
        _abstainsUntil = abstainsUntil;
        _voterSet = voterSet;
        _longest = longest;
    }

    /// <summary>The grant of a group; its epoch is 0 while there never was one.</summary>
    public Grant this[int group] => _grants[group];

    /// <summary>True while this voter may have forgotten a grant.</summary>
    public bool Abstains(long now) => now < _abstainsUntil;

    /// <summary>Grants what may be granted. The caller records the new grant before it sends the answer.</summary>
    /// <param name="now">This node's boot clock.</param>
    /// <param name="request">The wish.</param>
    /// <param name="changed">True when the grant is a new one, to be recorded.</param>
    public VoteReply Answer(long now, VoteRequest request, out bool changed)
    {
        ArgumentNullException.ThrowIfNull(request);
        var grant = _grants[request.Group];
        var isFree = IsFreeFor(now, grant, request);
        var granted = isFree && !Abstains(now) && request.VoterSet == _voterSet && request.Duration <= _longest
            && IsEpochGood(grant, request);
        changed = granted && !request.IsPreVote;
        if (changed)
        {
            var until = now + request.Duration;
            _grants[request.Group] = new Grant(request.Epoch, request.Candidate, grant.Holder == request.Candidate ? Math.Max(until, grant.Until) : until);
        }

        return new VoteReply(
            request.Group, request.Epoch, request.SentAt, request.Duration, granted, request.IsPreVote, grant.Epoch, isFree && !Abstains(now),
            request.Candidate.Tenure);
    }

    /// <summary>Ends a grant before its time, on the word of its holder.</summary>
    /// <returns>True when there was one, to be recorded.</returns>
    public bool Release(long now, Released released)
    {
        ArgumentNullException.ThrowIfNull(released);
        var grant = _grants[released.Group];
        if (grant.Holder != released.Holder || grant.Epoch != released.Epoch || !grant.IsLive(now))
        {
            return false;
        }

        _grants[released.Group] = grant with { Until = now };
        return true;
    }

    private static bool IsFreeFor(long now, Grant grant, VoteRequest request) =>
        !grant.IsLive(now)
        || grant.Holder == request.Candidate
        || (request.Handed is { } handed && handed.By == grant.Holder && grant.Epoch <= handed.Epoch);

    private static bool IsEpochGood(Grant grant, VoteRequest request) =>
        request.Epoch > grant.Epoch || IsRenewal(grant, request);

    private static bool IsRenewal(Grant grant, VoteRequest request) =>
        request.Epoch == grant.Epoch && grant.Holder == request.Candidate;
}
