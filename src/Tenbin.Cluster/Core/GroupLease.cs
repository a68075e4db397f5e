using System.Collections.Immutable;

namespace Tenbin.Cluster.Core;

/// <summary>
/// One group as this node sees it: standing for it, holding its lease, giving it away. A lease is held while a majority of
/// the grants last; each is counted from the moment its request was sent.
/// </summary>
internal sealed partial class GroupLease
{
    private const long BlockedFor = 60_000_000_000;
    private readonly int _index;
    private readonly Surroundings _around;
    private readonly CoreSettings _settings;
    private readonly GroupRule _rule;
    private readonly RegisterVote? _register;
    private readonly long[] _votes;
    private readonly bool[] _preVotes;
    private byte? _fitness;
    private string _unfitBecause = "its fitness is not known yet";
    private uint _sessions;
    private long _blockedUntil;
    private bool _isReluctant;
    private bool _isStopped = true;
    private ulong _knownEpoch;

    public GroupLease(int index, Surroundings around)
    {
        _index = index;
        _around = around;
        _settings = around.Settings;
        _rule = _settings.Groups[index];
        _register = _settings.HasRegister ? new RegisterVote(_settings.Self, _settings.LongestLease) : null;
        _votes = new long[_settings.Nodes];
        _preVotes = new bool[_settings.Nodes];
    }

    public Phase Phase { get; private set; }

    public ulong Epoch { get; private set; }

    /// <summary>End of the lease; 0 = none.</summary>
    public long Deadline { get; private set; }

    /// <summary>Why the group is where it is.</summary>
    public string Why { get; private set; } = "the node has just started";

    /// <summary>When that became so.</summary>
    public long Since { get; private set; }

    public bool IsStopped => _isStopped;

    private IEnumerable<bool> Votes(long now) =>
        _votes.Select(end => now < end).Concat(_register is null ? [] : [now < _register.Deadline]);

    public byte FitnessNow(long now) => now < _blockedUntil || _around.IsLeaving ? (byte)0 : _fitness ?? 0;

    public GroupClaim Claim(long now) => new(
        Math.Max(_knownEpoch, Math.Max(Epoch, _around.Voter[_index].Epoch)), Phase == Phase.Holding, FitnessNow(now), _isReluctant, _isStopped,
        _contest ?? _sessions, _contest is not null, _register?.OwnCounter ?? 0);

    /// <summary>Goes on with the lease of the daemon before: <paramref name="deadline"/> is what its gate says.</summary>
    public void Inherit(long now, long deadline)
    {
        var grant = _around.Voter[_index];
        Epoch = grant.Epoch;
        Deadline = deadline;
        _inherited = deadline;
        _isStopped = false;
        Enter(now, Phase.Holding, "it was owned before the daemon restarted");
        _around.Emit(new StartGroup(_index, Epoch));
    }

    /// <summary>Nothing is left of what a daemon before this one may have started.</summary>
    public void CleanUp()
    {
        _around.Emit(new SetGate(_index, 0));
        _isStopped = false;
        _around.Emit(new StopGroup(_index));
    }

    public void Tick(long now)
    {
        switch (Phase)
        {
            case Phase.Idle:
                StandIfFree(now);
                break;
            case Phase.PreVote or Phase.Asking:
                Ask(now);
                break;
            case Phase.Holding:
                Hold(now);
                break;
            case Phase.Handing:
                HandOn(now);
                break;
        }

        CheckWish(now);
        CheckStandby(now);
    }

    public void SetFitness(byte value, string reason)
    {
        _fitness = value;
        _unfitBecause = reason;
    }

    public void SetSessions(uint count) => _sessions = count;

    /// <summary>The owner's share of the group runs, or has been put back.</summary>
    public void NoteStopped() => _isStopped = true;

    public void Hear(long now, Peer peer)
    {
        ref readonly var claim = ref peer.Claim(_index);
        _knownEpoch = Math.Max(_knownEpoch, claim.Epoch);
        if (claim.RegisterCounter > 0)
        {
            _register?.Hear(now, new Holder(peer.Index, peer.Tenure), claim.Epoch, claim.RegisterCounter);
        }

        Contest(now, peer);
    }

    public void HearRegister(long now, ClusterInput input)
    {
        switch (input)
        {
            case RegisterRead read:
                _register?.Found(now, read.Content);
                break;
            case RegisterWritten written:
                _register?.Written(now, written.Revision);
                break;
            case RegisterRefused refused:
                _register?.Found(now, refused.Content);
                break;
            case RegisterSilent:
                _register?.Silent();
                break;
        }
    }

    public GroupView View(long now)
    {
        var votes = Votes(now).ToImmutableArray();
        return new GroupView(
            Phase, Epoch, Deadline, votes, votes.Count(vote => vote) >= _settings.Majority, Since, Why, FitnessNow(now), _unfitBecause,
            _around.Voter[_index]);
    }

    private void Enter(long now, Phase phase, string why)
    {
        Phase = phase;
        Why = why;
        Since = now;
    }

    /// <summary>Stops serving at once: the gate first, then what is behind it.</summary>
    private void StopServing()
    {
        Deadline = 0;
        _inherited = 0;
        _lease = 0;
        _handed = null;
        _contest = null;
        _move = null;
        Array.Clear(_votes);
        _register?.Forfeit();
        CleanUp();
    }

    /// <summary>Ends this node's own grant and tells the other voters.</summary>
    private void GiveBackGrants(long now)
    {
        var released = new Released(_index, Epoch, _settings.Self);
        if (_around.Voter.Release(now, released))
        {
            _around.Emit(new Record(_index, _around.Voter[_index]));
        }

        _around.SendAll(released);
    }
}
