namespace Tenbin.Cluster.Core;

/// <summary>
/// How a planned move goes: the next owner gets ready to forward what is relayed to it; this one closes its gate and relays; the
/// last changes of sessions go over; then the lease. So no packet finds nobody who may forward it.
/// </summary>
internal sealed partial class GroupLease
{
    /// <summary>How long the old owner relays once the next one serves, which has announced its addresses four times by then.</summary>
    private const long RelayFor = 10_000_000_000;

    private (byte To, string Why, long Since, bool IsSentAway)? _move;
    private long _preparedLast;
    private byte _handedTo;
    private long _handedAt;
    private long _handedLast;
    private bool _isDrained;

    /// <summary>The owner wants to give the group to this node.</summary>
    public void GetReady(long now, byte owner, ulong epoch)
    {
        if (Phase is Phase.Holding or Phase.Handing || !_isStopped || epoch < _around.Voter[_index].Epoch || FitnessNow(now) == 0)
        {
            return;
        }

        // Nobody else can win within that time: the owner closes its gate only while its lease lasts for two beats more.
        _around.Emit(new AcceptFrom(_index, owner, now + _settings.Every));
        _around.Emit(new Send(owner, new Prepared(_index, epoch)));
    }

    /// <summary>The next owner is ready.</summary>
    public void HandOver(long now, byte node, ulong epoch)
    {
        if (Phase == Phase.Holding && _move is { } move && move.To == node && epoch == Epoch && Deadline - now >= 2 * _settings.Every)
        {
            // No longer than this node's own lease: after that somebody else than the next owner may serve.
            _around.Emit(new RelayTo(_index, node, Deadline));
            HandTo(now, node, move.Why, move.IsSentAway);
        }
    }

    private void BeginMove(long now, byte node, string why, bool isSentAway = false)
    {
        if (_move is null)
        {
            _move = (node, why, now, isSentAway);
            SayPrepare(now, node);
        }
    }

    private void GoOnMoving(long now)
    {
        var (node, why, since, isSentAway) = _move!.Value;
        if (!IsTarget(now, _around.Peers[node]!))
        {
            _move = null;
        }
        else if (now - since >= 2 * _settings.Every)
        {
            // One that does not answer may take the group all the same: what comes to the closed gate is lost meanwhile.
            HandTo(now, node, why, isSentAway);
        }
        else if (now - _preparedLast >= _settings.Every / 2)
        {
            SayPrepare(now, node);
        }
    }

    private void SayPrepare(long now, byte node)
    {
        _preparedLast = now;
        _around.Emit(new Send(node, new Prepare(_index, Epoch)));
    }

    private void HandTo(long now, byte node, string why, bool isSentAway)
    {
        // The gate is closed before the word is given: from then on the next epoch may begin anywhere. This node's own vote
        // stays given to it until the next owner shows that word, so that nobody else comes in between.
        StopServing();
        _isReluctant |= isSentAway;
        _handedTo = node;
        _handedAt = _handedLast = now;
        _betterSince = _preferredSince = null;
        Enter(now, Phase.Handing, why);

        // What was told of sessions before the gate closed is to be there first: an owner takes nothing from others.
        _isDrained = !_settings.CopiesSessions;
        if (_isDrained)
        {
            SayHandover(now);
        }
        else
        {
            _around.Emit(new DrainSessions(_index, Epoch, node));
        }

        _around.Tell(NoticeKind.Info, _index, $"handed to {_settings.NameOf(node)}: {why}");
    }

    /// <summary>The next owner knows all sessions.</summary>
    public void NoteDrained(long now, ulong epoch)
    {
        if (Phase == Phase.Handing && epoch == Epoch && !_isDrained)
        {
            _isDrained = true;
            SayHandover(now);
        }
    }

    private void SayHandover(long now)
    {
        _handedLast = now;
        _around.Emit(new Send(_handedTo, new Handover(_index, Epoch, _settings.Self)));
    }

    private void HandOn(long now)
    {
        ref readonly var claim = ref _around.Peers[_handedTo]!.Claim(_index);
        if (claim.IsHolder && claim.Epoch > Epoch)
        {
            _around.Emit(new RelayTo(_index, _handedTo, now + RelayFor));
            Enter(now, Phase.Idle, Why);
        }
        else if (now - _handedAt >= _settings.Lease)
        {
            Enter(now, Phase.Idle, Why);
        }
        else if (now - _handedLast >= _settings.Every / 2)
        {
            // Sessions that the peer has not acknowledged by now are less than the service of all.
            _isDrained = true;
            SayHandover(now);
        }
    }
}
