namespace Tenbin.Cluster.Core;

/// <summary>Becoming the owner: pre-vote, then the votes.</summary>
internal sealed partial class GroupLease
{
    private Handed? _handed;
    private bool _isForced;
    private long? _freeSince;
    private long _retryAt;
    private long _stoodAt;
    private long _askedAt;
    private long _askedLast;
    private long _readAt;
    private uint _failures;

    /// <summary>How long a candidate waits for its votes.</summary>
    private long Patience => 2 * _settings.Every;

    /// <summary>The owner has handed the group to this node.</summary>
    public void Take(long now, Handover handover)
    {
        if (Phase is Phase.Holding or Phase.Handing || !_isStopped || handover.Epoch < _around.Voter[_index].Epoch || FitnessNow(now) == 0)
        {
            return;
        }

        var handed = new Handed(handover.Holder, handover.Epoch);
        if (Phase == Phase.Asking && _handed == handed)
        {
            return;
        }

        _handed = handed;
        _knownEpoch = Math.Max(_knownEpoch, handover.Epoch);
        BeginAsking(now);
    }

    /// <summary>A voter's answer.</summary>
    public void Count(long now, byte from, VoteReply reply)
    {
        if (reply.Tenure != _settings.Self.Tenure)
        {
            return;
        }

        _knownEpoch = Math.Max(_knownEpoch, reply.Known);
        if (reply.IsPreVote)
        {
            if (Phase == Phase.PreVote && reply.SentAt >= _askedAt)
            {
                _preVotes[from] = reply.IsGranted;
                Ask(now);
            }

            return;
        }

        if (Phase is not (Phase.Asking or Phase.Holding) || reply.Epoch != Epoch || (Phase == Phase.Asking && reply.SentAt < _askedAt))
        {
            return;
        }

        if (reply.IsGranted)
        {
            _votes[from] = Math.Max(_votes[from], reply.SentAt + CoreSettings.HoldOf(reply.Duration));
            Tally(now);
        }
        else if (Phase == Phase.Holding && reply.IsFree && reply.Known >= Epoch)
        {
            // A candidate that failed has left a higher epoch with this voter.
            _isOutbid = true;
        }
    }

    public void RegisterChanged(long now)
    {
        if (_register is null)
        {
            return;
        }

        _knownEpoch = Math.Max(_knownEpoch, _register.Epoch);
        if (Phase is Phase.PreVote or Phase.Asking)
        {
            Ask(now);
        }
        else if (Phase == Phase.Holding)
        {
            Tally(now);
        }
    }

    /// <summary>When the group may become free if nothing more is heard; <see cref="long.MaxValue"/>: nothing to wait for.</summary>
    public long FreeAt(long now)
    {
        if (Phase != Phase.Idle || !_isStopped)
        {
            return long.MaxValue;
        }

        var first = long.MaxValue;
        foreach (var peer in _around.Others)
        {
            Consider(peer.Claim(_index).IsHolder ? peer.LastHeard + _settings.Lease : null);
        }

        Consider(_around.Voter[_index].Until);
        Consider(_around.PatientUntil);
        Consider(_retryAt);
        return first;

        void Consider(long? instant)
        {
            if (instant > now && instant < first)
            {
                first = instant.Value;
            }
        }
    }

    private void StandIfFree(long now)
    {
        // The register's vote may be needed: what it holds must be known by the time that the others are free.
        if (MayStand(now + _settings.Every) && _register?.SeenAt <= now - (_settings.Every / 2))
        {
            WatchRegister(now);
        }

        if (!MayStand(now))
        {
            _freeSince = null;
            return;
        }

        _freeSince ??= now;
        if (now >= _retryAt && now - _freeSince >= (_isForced ? 0 : Rank(now) * Patience))
        {
            BeginPreVote(now);
        }
    }

    /// <summary>
    /// What the register has held since then decides a pre-vote. Where the owner's lease has just ended, a look a beat before
    /// is enough: an owner that only this node does not hear has written once in that time, and is seen to be there.
    /// </summary>
    private long FreshSince =>
        _around.Voter[_index] is { Until: var until, Holder: var holder } && holder != _settings.Self && until > _askedAt - _settings.Every
            ? _askedAt - _settings.Every
            : _askedAt;

    private bool MayStand(long now) =>
        _isStopped
        && FitnessNow(now) > 0
        && (now >= _around.PatientUntil || (_isForced && !_settings.ServesAlone))
        && (!_around.Maintenance || _isForced)
        && IsFreeAsVoter(now)
        && !_around.Others.Any(peer => peer.Claim(_index).IsHolder && peer.IsAlive(now, _settings.Lease));

    private bool IsFreeAsVoter(long now)
    {
        var grant = _around.Voter[_index];
        return !_around.Voter.Abstains(now) && (!grant.IsLive(now) || grant.Holder == _settings.Self);
    }

    /// <summary>How many living nodes should come before this one.</summary>
    private int Rank(long now) => _around.Others.Count(peer =>
    {
        ref readonly var claim = ref peer.Claim(_index);
        return _around.IsAlive(peer, now) && claim.Fitness > 0 && claim.IsReady
            && Merit(peer.Index, claim.Fitness, claim.IsReluctant).CompareTo(Merit(_settings.Self.Node, FitnessNow(now), _isReluctant)) > 0;
    });

    private (bool, byte, bool, int) Merit(byte node, byte fitness, bool isReluctant) => (!isReluctant, fitness, node == _rule.Prefer, -node);

    private void BeginPreVote(long now)
    {
        Enter(now, Phase.PreVote, "nobody owns it");
        _askedAt = now;
        _stoodAt = now;
        Array.Clear(_preVotes);
        AskForPreVotes(now);
        Ask(now);
    }

    private void AskForPreVotes(long now)
    {
        _askedLast = now;
        var request = Request(now, NextEpoch()) with { IsPreVote = true };
        _preVotes[_settings.Self.Node] = _around.GrantSelf(now, request);
        _around.SendAll(request);
    }

    private void BeginAsking(long now)
    {
        Enter(now, Phase.Asking, _handed is null ? "nobody owned it" : "its owner handed it over");
        Epoch = NextEpoch();
        _askedAt = now;
        _askedLast = now;
        Array.Clear(_votes);
        _register?.Forfeit();
        if (AskAll(now, _settings.Lease))
        {
            Ask(now);
        }
        else
        {
            GiveUp(now);
        }
    }

    /// <summary>Goes on with a pre-vote or a vote: answers have come, or time has passed.</summary>
    private void Ask(long now)
    {
        if (Phase == Phase.PreVote)
        {
            // What the register held before the owner fell silent says nothing.
            if (IsEnough(now, _preVotes, _register is { } witness && witness.SeenAt > FreshSince && witness.IsFree(now, null)))
            {
                BeginAsking(now);
                return;
            }

            WatchRegister(now);
            if (now - _askedLast >= _settings.Every / 2)
            {
                AskForPreVotes(now);
            }
        }
        else
        {
            if (_register is { } register && register.Deadline <= now)
            {
                AskRegister(now, _settings.Lease);
            }

            if (Tally(now))
            {
                return;
            }

            if (now - _askedLast >= _settings.Every)
            {
                _askedLast = now;
                AskAll(now, _settings.Lease);
            }
        }

        if (now - _askedAt >= (_handed is null ? Patience : _settings.Lease))
        {
            GiveUp(now);
        }
    }

    private void GiveUp(long now)
    {
        if (Phase == Phase.Asking)
        {
            GiveBackGrants(now);
            _register?.Forfeit();
        }

        // Two candidates that always ask at the same moment would never win: each waits for its own time.
        _failures++;
        _retryAt = now + (Math.Min(_failures, 8) * _settings.Every / 2 * (1 + _settings.Self.Node));
        _handed = null;
        Enter(now, Phase.Idle, "a majority of the votes was not to be had");
    }

    /// <summary>Counts the votes. True when the group is held.</summary>
    private bool Tally(long now)
    {
        var deadline = Math.Max(_inherited, LeaseEnd(now));
        if (Phase == Phase.Asking)
        {
            if (deadline <= now)
            {
                return false;
            }

            Win(now, deadline);
        }
        else if (deadline > Deadline)
        {
            Deadline = deadline;
            _around.Emit(new SetGate(_index, deadline));
        }

        return true;
    }

    private void Win(long now, long deadline)
    {
        var why = _handed is { } handed ? $"{_settings.NameOf(handed.By.Node)} handed it over" : _isForced ? "an operator asked for it" : WhyFree(now);
        Enter(now, Phase.Holding, why);
        Deadline = deadline;
        _isForced = false;
        _isReluctant = false;
        _failures = 0;
        _renewedAt = _askedLast;
        _lease = 0;
        _isOutbid = false;
        _betterSince = null;
        _around.Emit(new SetGate(_index, deadline));

        // Nothing is left of an earlier move, for when this gate closes.
        _around.Emit(new RelayTo(_index, _settings.Self.Node, 0));
        _around.Emit(new StartGroup(_index, Epoch));
        _isStopped = false;
        _around.Tell(NoticeKind.Info, _index, $"owns the group in epoch {Epoch}: {why}");
        FinishWish(true, "the group is here");
    }

    /// <summary>Whose silence made the group free, with the times that a takeover is made of.</summary>
    private string WhyFree(long now)
    {
        var silent = _around.Others.Where(peer => peer.Claim(_index).IsHolder && peer.LastHeard is not null).MaxBy(peer => peer.LastHeard);
        return silent?.LastHeard is { } heard
            ? $"{_settings.NameOf(silent.Index)} has been silent for {Milliseconds(now - heard)} ms, the last {Milliseconds(now - _stoodAt)} of them for the votes"
            : "nobody owned it";
    }

    private static long Milliseconds(long nanoseconds) => nanoseconds / 1_000_000;

    /// <summary>The instant until which enough grants last; 0 = never.</summary>
    private long LeaseEnd(long now)
    {
        if (_settings.ServesAlone)
        {
            // While a peer lives, the first lease needs its vote too; then the own is enough.
            var all = Phase != Phase.Asking || _around.Others.All(peer => !_around.IsAlive(peer, now) || _votes[peer.Index] > now);
            return all ? _votes[_settings.Self.Node] : 0;
        }

        var ends = _register is null ? _votes.ToArray() : [.. _votes, _register.Deadline];
        Array.Sort(ends);
        return ends[^_settings.Majority];
    }

    private bool IsEnough(long now, bool[] nodes, bool register) =>
        _settings.ServesAlone
            ? nodes[_settings.Self.Node] && _around.Others.All(peer => !_around.IsAlive(peer, now) || nodes[peer.Index])
            : nodes.Count(vote => vote) + (register ? 1 : 0) >= _settings.Majority;

    private ulong NextEpoch() => Math.Max(Math.Max(_knownEpoch, Epoch), _around.Voter[_index].Epoch) + 1;

    private VoteRequest Request(long now, ulong epoch) =>
        new(_index, epoch, _settings.Self, now, _settings.Lease, _settings.VoterSet) { Handed = _handed };

    /// <summary>
    /// Asks every node for its vote; the register apart. This node's own comes first: its record keeps a restart from using
    /// the epoch again. False when even that is not to be had.
    /// </summary>
    private bool AskAll(long now, long duration)
    {
        var request = Request(now, Epoch) with { Duration = duration };
        if (!_around.GrantSelf(now, request))
        {
            return false;
        }

        _votes[_settings.Self.Node] = Math.Max(_votes[_settings.Self.Node], now + CoreSettings.HoldOf(duration));
        _around.SendAll(request);
        return true;
    }

    /// <summary>Takes or renews the register's vote when it may be had.</summary>
    private void AskRegister(long now, long lease)
    {
        if (_register is { IsBusy: false } register && register.IsFree(now, _handed))
        {
            _around.Emit(new WriteRegister(_index, register.BeginWrite(now, Epoch, lease, Deadline)));
        }
        else
        {
            WatchRegister(now);
        }
    }

    /// <summary>Learns what the register holds.</summary>
    private void WatchRegister(long now)
    {
        if (_register is not { IsBusy: false } register || now - _readAt < _settings.Every / 4)
        {
            return;
        }

        _readAt = now;
        if (register.IsEmpty)
        {
            _around.Emit(new WriteRegister(_index, register.BeginCreate(now)));
        }
        else
        {
            register.BeginRead();
            _around.Emit(new ReadRegister(_index));
        }
    }
}
