namespace Tenbin.Cluster.Core;

/// <summary>Planned moves: to a fitter node, back to the preferred one, or because an operator says so.</summary>
internal sealed partial class GroupLease
{
    /// <summary>How long a move that an operator or the machine's end asks for waits for a peer that is fit and has all sessions.</summary>
    private const long MovePatience = 2_000_000_000;
    private long _wishedAt;
    private long? _betterSince;
    private long? _preferredSince;
    private bool _isMoveDenied;
    private (int Id, long Until)? _wish;
    private (int Id, long Until)? _standby;

    /// <summary>An operator wants the group here.</summary>
    public void TakeOver(long now, int command)
    {
        if (Phase == Phase.Holding)
        {
            _around.Emit(new CommandDone(command, true, "the group is here already"));
            return;
        }

        if (FitnessNow(now) == 0)
        {
            _around.Emit(new CommandDone(command, false, $"this node is not fit for the group: {_unfitBecause}"));
            return;
        }

        FinishWish(false, "another takeover came in between");
        _wish = (command, now + (8 * _settings.DeadAfter));
        _isForced = true;
        _isReluctant = false;
        SendWish(now);
    }

    /// <summary>An operator wants the group elsewhere.</summary>
    public void StandBy(long now, int command)
    {
        if (Phase != Phase.Holding)
        {
            _around.Emit(new CommandDone(command, false, "the group is not here"));
        }
        else
        {
            FinishStandby(false, "another standby came in between");
            _standby = (command, now + MovePatience);
            CheckStandby(now);
        }
    }

    private void CheckStandby(long now)
    {
        if (_standby is not { } standby)
        {
            return;
        }

        if (Phase != Phase.Holding)
        {
            FinishStandby(true, Phase == Phase.Handing ? $"handed to {_settings.NameOf(_handedTo)}" : "the group is not here any more");
        }
        else if (_move is not null)
        {
            // Its end is the answer.
        }
        else if (BestInformedPeer(now) is { } target)
        {
            BeginMove(now, target, "an operator sent it away", isSentAway: true);
        }
        else if (now >= standby.Until)
        {
            FinishStandby(false, BestPeer(now) is null
                ? "no other node is there, fit, ready and has the same file"
                : "the other nodes do not have all sessions yet, so a move would end some: try again in a moment ('tenbin status' shows how far they are)");
        }
    }

    private void FinishStandby(bool isDone, string text)
    {
        if (_standby is { } standby)
        {
            _around.Emit(new CommandDone(standby.Id, isDone, text));
            _standby = null;
        }
    }

    /// <summary>A peer's operator wants the group there.</summary>
    public void GiveTo(long now, byte node)
    {
        if (Phase == Phase.Holding && IsInformedTarget(now, _around.Peers[node]!))
        {
            BeginMove(now, node, "an operator asked for it there", isSentAway: true);
        }
    }

    private void CheckWish(long now)
    {
        if (_wish is not { } wish)
        {
            return;
        }

        if (now >= wish.Until)
        {
            _isForced = false;
            FinishWish(false, "the group did not come: its owner does not answer or finds this node unfit, or too few votes were to be had");
        }
        else if (now - _wishedAt >= _settings.Every)
        {
            SendWish(now);
        }
    }

    private void SendWish(long now)
    {
        _wishedAt = now;
        foreach (var peer in _around.Others.Where(peer => peer.Claim(_index).IsHolder && _around.IsAlive(peer, now)))
        {
            _around.Emit(new Send(peer.Index, new Wish(_index)));
        }
    }

    private void FinishWish(bool isDone, string text)
    {
        if (_wish is { } wish)
        {
            _around.Emit(new CommandDone(wish.Id, isDone, text));
            _wish = null;
        }
    }

    private void ConsiderMoving(long now)
    {
        if (_around.Maintenance || _around.IsLeaving || _fitness is null)
        {
            return;
        }

        if (FitnessNow(now) == 0)
        {
            GiveUpServing(now, _unfitBecause);
            return;
        }

        var fitter = BestInformedPeer(now) is { } best && _around.Peers[best]!.Claim(_index) is { IsReluctant: false } claim && claim.Fitness > FitnessNow(now);
        _betterSince = fitter ? _betterSince ?? now : null;
        var preferred = _around.Peers[_rule.Prefer] is { } home && IsInformedTarget(now, home) && !home.Claim(_index).IsReluctant
            && home.Claim(_index).Fitness >= FitnessNow(now);
        _preferredSince = preferred ? _preferredSince ?? now : null;
        if (_betterSince is { } since && now - since >= 3 * _settings.Every)
        {
            if (BestInformedPeer(now) is { } target && MayMove(now))
            {
                BeginMove(now, target, "another node is fitter");
            }
        }
        else if (_rule.FailbackAfter is { } after && _preferredSince is { } there && now - there >= after && MayMove(now))
        {
            BeginMove(now, _rule.Prefer, "its preferred node is back");
        }
    }

    /// <summary>The group cannot stay: it moves, also to a peer without all sessions, or is free for anybody. No limit holds it here.</summary>
    private void GiveUpServing(long now, string why)
    {
        if (_move is not null)
        {
            return;
        }

        if (BestPeer(now) is { } target)
        {
            BeginMove(now, target, why);
        }
        else
        {
            Release(now, why);
        }
    }

    private bool MayMove(long now)
    {
        var may = _around.Moves.TryMove(now);
        if (!may && !_isMoveDenied)
        {
            _around.Tell(NoticeKind.Warning, _index, $"would move but stays: {_settings.MovesPerHour} moves an hour are the limit (moves-per-hour)");
        }

        _isMoveDenied = !may;
        return may;
    }

    /// <summary>The fittest node that could take the group now; null = none.</summary>
    private byte? BestPeer(long now) => Best(peer => IsTarget(now, peer));

    /// <summary>The fittest that could take it without a session lost.</summary>
    private byte? BestInformedPeer(long now) => Best(peer => IsInformedTarget(now, peer));

    private byte? Best(Func<Peer, bool> isTarget) => _around.Others
        .Where(isTarget)
        .OrderByDescending(peer => Merit(peer.Index, peer.Claim(_index).Fitness, peer.Claim(_index).IsReluctant))
        .Select(peer => (byte?)peer.Index)
        .FirstOrDefault();

    private bool IsTarget(long now, Peer peer) =>
        peer.IsAlive(now, 2 * _settings.Every) && peer.Claim(_index) is { Fitness: > 0, IsReady: true, IsHolder: false }
        && peer.Fingerprint == _around.Fingerprint;

    private bool IsInformedTarget(long now, Peer peer) => IsTarget(now, peer) && (peer.HasSessions || !_settings.CopiesSessions);
}
