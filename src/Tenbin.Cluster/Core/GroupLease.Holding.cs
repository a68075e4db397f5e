namespace Tenbin.Cluster.Core;

/// <summary>Being the owner: renewing, and noticing that it is over.</summary>
internal sealed partial class GroupLease
{
    private long _inherited;
    private long _renewedAt;
    private long _lease;
    private bool _isOutbid;
    private uint? _contest;
    private long? _leavingSince;

    /// <summary>The group cannot run here for now.</summary>
    public void Fail(long now, string reason)
    {
        _blockedUntil = now + BlockedFor;
        _around.Tell(NoticeKind.Warning, _index, $"cannot run here, and is not tried again for a minute: {reason}");
        if (Phase != Phase.Holding)
        {
            return;
        }

        GiveUpServing(now, reason);
    }

    /// <summary>Takes leases long enough for a restart of the daemon. True when they are there.</summary>
    public bool TakeLongLease(long now)
    {
        if (Phase != Phase.Holding)
        {
            return true;
        }

        if (_lease != _settings.RestartGrace)
        {
            _lease = _settings.RestartGrace;
            Renew(now);
        }

        var enough = now + (CoreSettings.HoldOf(_settings.RestartGrace) / 2);
        return Deadline >= enough
            && (!_settings.ServesAlone || _around.Others.All(peer => !_around.IsAlive(peer, now) || _votes[peer.Index] >= enough));
    }

    /// <summary>Gives the group away for good; to anybody, if to nobody that is known to be fit. True when nothing of it is left here.</summary>
    public bool Leave(long now)
    {
        const string Why = "the node is going down";
        if (Phase == Phase.Holding)
        {
            _leavingSince ??= now;
            if (BestInformedPeer(now) is { } informed)
            {
                BeginMove(now, informed, Why);
            }
            else if (BestPeer(now) is not { } target)
            {
                Release(now, Why);
            }
            else if (now - _leavingSince >= MovePatience)
            {
                BeginMove(now, target, Why);
            }
        }

        return Phase is not (Phase.Holding or Phase.Handing) && IsStopped;
    }

    private void Hold(long now)
    {
        if (now >= Deadline)
        {
            Lose(now, "too few votes were renewed in time");
            return;
        }

        if (now - _renewedAt >= _settings.Every)
        {
            Renew(now);
        }

        if (_move is null)
        {
            ConsiderMoving(now);
        }
        else
        {
            GoOnMoving(now);
        }
    }

    private void Renew(long now)
    {
        _renewedAt = now;
        _around.IsBeatDue = true;
        if (_isOutbid)
        {
            // Recorded with this node's own vote before anybody hears of it, or a restart would use it again.
            Epoch = NextEpoch();
            _isOutbid = false;
        }

        var lease = _lease == 0 ? _settings.Lease : _lease;
        AskAll(now, lease);
        AskRegister(now, lease);
        Tally(now);
    }

    private void Lose(long now, string why)
    {
        StopServing();
        Enter(now, Phase.Idle, why);
        _around.Tell(NoticeKind.Warning, _index, $"no longer owns the group: {why}");
    }

    /// <summary>Gives the group up so that anybody may take it at once.</summary>
    private void Release(long now, string why)
    {
        Lose(now, why);
        GiveBackGrants(now);
    }

    /// <summary>
    /// Without a majority both sides of a cut link may have served. Each fixes its number of sessions when it notices, and
    /// gives way only to a peer that has done so too: both compare the same two numbers.
    /// </summary>
    private void Contest(long now, Peer peer)
    {
        ref readonly var claim = ref peer.Claim(_index);
        if (!_settings.ServesAlone || Phase != Phase.Holding || !claim.IsHolder)
        {
            _contest = Phase == Phase.Holding && claim.IsHolder ? _contest : null;
            return;
        }

        if (_contest is null)
        {
            _contest = _sessions;
            _around.Tell(NoticeKind.Warning, _index, $"{_settings.NameOf(peer.Index)} served the group too while the links were cut");
        }

        if (claim.IsContested && (claim.Sessions, -peer.Index).CompareTo((_contest.Value, -_settings.Self.Node)) > 0)
        {
            Release(now, $"{_settings.NameOf(peer.Index)} has more sessions");
        }
    }
}
