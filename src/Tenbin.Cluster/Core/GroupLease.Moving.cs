namespace Tenbin.Cluster.Core;

/// <summary>Planned moves: to a fitter node, back to the preferred one, or because an operator says so.</summary>
internal sealed partial class GroupLease
{
    private byte _handedTo;
    private long _handedAt;
    private long _handedLast;
    private long _wishedAt;
    private long? _betterSince;
    private long? _preferredSince;
    private bool _isMoveDenied;
    private (int Id, long Until)? _wish;

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
        else if (BestPeer(now) is not { } target)
        {
            _around.Emit(new CommandDone(command, false, "no other node is there, fit, ready and has the same file"));
        }
        else
        {
            _isReluctant = true;
            HandTo(now, target, "an operator sent it away");
            _around.Emit(new CommandDone(command, true, $"handed to {_settings.NameOf(target)}"));
        }
    }

    /// <summary>A peer's operator wants the group there.</summary>
    public void GiveTo(long now, byte node)
    {
        if (Phase == Phase.Holding && IsTarget(now, _around.Peers[node]!))
        {
            _isReluctant = true;
            HandTo(now, node, "an operator asked for it there");
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
        if (_around.Maintenance || _fitness is null)
        {
            return;
        }

        if (FitnessNow(now) == 0)
        {
            if (!MoveAway(now, _unfitBecause))
            {
                Release(now, _unfitBecause);
            }

            return;
        }

        var fitter = BestPeer(now) is { } best && _around.Peers[best]!.Claim(_index) is { IsReluctant: false } claim && claim.Fitness > FitnessNow(now);
        _betterSince = fitter ? _betterSince ?? now : null;
        var preferred = _around.Peers[_rule.Prefer] is { } home && IsTarget(now, home) && !home.Claim(_index).IsReluctant
            && home.Claim(_index).Fitness >= FitnessNow(now);
        _preferredSince = preferred ? _preferredSince ?? now : null;
        if (_betterSince is { } since && now - since >= 3 * _settings.Every)
        {
            MoveAway(now, "another node is fitter");
        }
        else if (_rule.FailbackAfter is { } after && _preferredSince is { } there && now - there >= after && MayMove(now))
        {
            HandTo(now, _rule.Prefer, "its preferred node is back");
        }
    }

    private bool MoveAway(long now, string why)
    {
        if (BestPeer(now) is not { } target || !MayMove(now))
        {
            return false;
        }

        HandTo(now, target, why);
        return true;
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
    private byte? BestPeer(long now) => _around.Others
        .Where(peer => IsTarget(now, peer))
        .OrderByDescending(peer => Merit(peer.Index, peer.Claim(_index).Fitness, peer.Claim(_index).IsReluctant))
        .Select(peer => (byte?)peer.Index)
        .FirstOrDefault();

    private bool IsTarget(long now, Peer peer) =>
        peer.IsAlive(now, 2 * _settings.Every) && peer.Claim(_index) is { Fitness: > 0, IsReady: true, IsHolder: false }
        && peer.Fingerprint == _around.Fingerprint;

    private void HandTo(long now, byte node, string why)
    {
        // The gate is closed before the word is given: from then on the next epoch may begin anywhere.
        StopServing();
        _handedTo = node;
        _handedAt = _handedLast = now;
        _betterSince = _preferredSince = null;
        Enter(now, Phase.Handing, why);
        if (_around.Voter.Release(now, new Released(_index, Epoch, _settings.Self)))
        {
            _around.Emit(new Record(_index, _around.Voter[_index]));
        }

        _around.Emit(new Send(node, new Handover(_index, Epoch, _settings.Self)));
        _around.Tell(NoticeKind.Info, _index, $"handed to {_settings.NameOf(node)}: {why}");
    }

    private void HandOn(long now)
    {
        ref readonly var claim = ref _around.Peers[_handedTo]!.Claim(_index);
        if ((claim.IsHolder && claim.Epoch > Epoch) || now - _handedAt >= _settings.Lease)
        {
            Enter(now, Phase.Idle, Why);
        }
        else if (now - _handedLast >= _settings.Every / 2)
        {
            _handedLast = now;
            _around.Emit(new Send(_handedTo, new Handover(_index, Epoch, _settings.Self)));
        }
    }
}
