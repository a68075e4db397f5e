using System.Collections.Immutable;

namespace Tenbin.Cluster.Core;

/// <summary>
/// Who serves which group: membership, votes, leases and planned moves of one node, as a state machine. It has no clock, no
/// socket and no source of chance; the same inputs at the same times give the same outputs. Not thread-safe.
/// </summary>
public sealed partial class ClusterCore
{
    private readonly CoreSettings _settings;
    private readonly Surroundings _around;
    private readonly GroupLease[] _leases;
    private readonly HashSet<int> _leaving = [];
    private uint _maintenanceVersion;
    private long? _steppedAt;
    private long? _beatenAt;

    /// <param name="now">Nanoseconds of the boot clock.</param>
    /// <param name="settings">The file's, and this machine's.</param>
    /// <param name="recorded">What this node's vote has granted in this boot of the machine, by group; null = the record is lost.</param>
    /// <param name="gates">Deadlines that the gates have now, by group: leases that a daemon before this one held.</param>
    /// <param name="outputs">What is to be done first.</param>
    public ClusterCore(
        long now, CoreSettings settings, IReadOnlyList<Grant>? recorded, IReadOnlyList<long> gates, out ImmutableArray<ClusterOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(gates);
        _settings = settings;
        // What was granted and forgotten may last as long as the longest grant there is.
        var abstainsUntil = recorded is null ? now + settings.LongestLease : 0;
        var voter = new Voter(recorded ?? new Grant[settings.Groups.Length], abstainsUntil, settings.VoterSet, settings.LongestLease);
        // Where nobody else's vote is needed, a peer that is silent now may be restarting behind an open gate.
        var patience = settings.ServesAlone ? Math.Max(2 * settings.DeadAfter, settings.LongestLease) : 2 * settings.DeadAfter;
        _around = new Surroundings(settings, voter) { PatientUntil = now + patience };
        _leases = [.. Enumerable.Range(0, settings.Groups.Length).Select(group => new GroupLease(group, _around))];
        for (var group = 0; group < _leases.Length; group++)
        {
            if (gates[group] > now && voter[group].Holder == settings.Self)
            {
                _leases[group].Inherit(now, gates[group]);
            }
            else
            {
                _leases[group].CleanUp();
            }
        }

        outputs = [.. _around.Take()];
    }

    /// <summary>Takes one input.</summary>
    /// <param name="now">Nanoseconds of the boot clock; never less than before.</param>
    /// <param name="input">What happened.</param>
    /// <returns>What is to be done, in this order; each before the next.</returns>
    public ClusterOutput[] Step(long now, ClusterInput input)
    {
        NoteStall(now);
        switch (input)
        {
            case Tick:
                break;
            case Received(var from, var message):
                Hear(now, from, message);
                break;
            case FitnessChanged(var group, var value, var reason):
                _leases[group].SetFitness(value, reason);
                break;
            case SessionsCounted(var group, var count):
                _leases[group].SetSessions(count);
                break;
            case SessionsCopied(var node, var hasAll):
                _around.Peers[node]!.HasSessions = hasAll;
                break;
            case SessionsDrained(var group, var epoch):
                _leases[group].NoteDrained(now, epoch);
                break;
            case FileLoaded(var fingerprint):
                _around.Fingerprint = fingerprint;
                break;
            case StartFailed(var group, var reason):
                _leases[group].Fail(now, reason);
                break;
            case Stopped(var group):
                _leases[group].NoteStopped();
                break;
            case RegisterRead or RegisterWritten or RegisterRefused or RegisterSilent:
                HearRegister(now, input);
                break;
            case Command command:
                Obey(now, command);
                break;
        }

        Pass(now);
        return _around.Take();
    }

    /// <summary>
    /// Until when a tick may wait, nanoseconds of the boot clock: when a group may become free if nothing more is heard;
    /// <see cref="long.MaxValue"/>: nothing to wait for. More ticks do no harm, later ones cost time.
    /// </summary>
    public long TickBefore(long now) => _leases.Length == 0 ? long.MaxValue : _leases.Min(lease => lease.FreeAt(now));

    /// <summary>What this node knows, for people.</summary>
    public ClusterView View(long now) => new(
        _around.Maintenance,
        [.. _leases.Select(lease => lease.View(now))],
        [.. _around.Others.Select(peer => new PeerView(peer.Index, _around.IsAlive(peer, now), peer.LastHeard, peer.Fingerprint, peer.Claims))]);

    private void Pass(long now)
    {
        foreach (var lease in _leases)
        {
            lease.Tick(now);
        }

        Leave(now);
        if (_beatenAt is { } beaten && now - beaten < _settings.Every && !_around.IsBeatDue)
        {
            return;
        }

        _beatenAt = now;
        _around.IsBeatDue = false;
        _around.SendAll(new Beat(
            _settings.Self.Tenure, _around.Maintenance, _maintenanceVersion, _around.Fingerprint, [.. _leases.Select(lease => lease.Claim(now))]));
    }

    private void Hear(long now, byte from, ClusterMessage message)
    {
        if (_around.Peers[from] is not { } peer || GroupOf(message) >= _leases.Length)
        {
            return;
        }

        switch (message)
        {
            case Beat beat:
                HearBeat(now, peer, beat);
                break;
            case VoteRequest request:
                var reply = _around.Voter.Answer(now, request, out var changed);
                if (changed)
                {
                    _around.Emit(new Record(request.Group, _around.Voter[request.Group]));
                }

                _around.Emit(new Send(from, reply));
                break;
            case VoteReply reply1:
                _leases[reply1.Group].Count(now, from, reply1);
                break;
            case Released released:
                if (_around.Voter.Release(now, released))
                {
                    _around.Emit(new Record(released.Group, _around.Voter[released.Group]));
                }

                break;
            case Prepare prepare:
                _leases[prepare.Group].GetReady(now, from, prepare.Epoch);
                break;
            case Prepared prepared:
                _leases[prepared.Group].HandOver(now, from, prepared.Epoch);
                break;
            case Handover handover:
                _leases[handover.Group].Take(now, handover);
                break;
            case Wish wish:
                _leases[wish.Group].GiveTo(now, from);
                break;
        }
    }

    /// <summary>A peer with another file may have more groups.</summary>
    private static int GroupOf(ClusterMessage message) => message switch
    {
        VoteRequest request => request.Group,
        VoteReply reply => reply.Group,
        Released released => released.Group,
        Handover handover => handover.Group,
        Prepare prepare => prepare.Group,
        Prepared prepared => prepared.Group,
        Wish wish => wish.Group,
        _ => 0,
    };

    private void HearBeat(long now, Peer peer, Beat beat)
    {
        if (beat.Claims.Length != _leases.Length)
        {
            // Another file. It counts as alive, and as fit for nothing.
            beat = beat with { Claims = new GroupClaim[_leases.Length] };
        }

        if (!_around.IsAlive(peer, now))
        {
            _around.Tell(NoticeKind.Info, -1, $"{_settings.NameOf(peer.Index)} is there");
        }
        else if (now - peer.LastHeard > _settings.DeadAfter / 2)
        {
            _around.Tell(NoticeKind.Warning, -1, $"a beat of {_settings.NameOf(peer.Index)} came {(now - peer.LastHeard) / 1_000_000} ms after the one before; at {_settings.DeadAfter / 1_000_000} ms it counts as dead");
        }

        peer.Hear(now, beat);
        if (beat.MaintenanceVersion > _maintenanceVersion)
        {
            _maintenanceVersion = beat.MaintenanceVersion;
            _around.Maintenance = beat.Maintenance;
        }

        // An owner that served alone may have taken a lease for a restart without this node's word.
        if (_around.Others.All(other => _around.IsAlive(other, now)) && !(_settings.ServesAlone && beat.Claims.Any(claim => claim.IsHolder)))
        {
            _around.PatientUntil = Math.Min(_around.PatientUntil, now + _settings.Every);
        }

        foreach (var lease in _leases)
        {
            lease.Hear(now, peer);
        }
    }

    private void HearRegister(long now, ClusterInput input)
    {
        var lease = _leases[input switch
        {
            RegisterRead read => read.Group,
            RegisterWritten written => written.Group,
            RegisterRefused refused => refused.Group,
            _ => ((RegisterSilent)input).Group,
        }];
        lease.HearRegister(now, input);
        lease.RegisterChanged(now);
    }

    /// <summary>This node itself stood still: its peers' silence meanwhile says nothing about them.</summary>
    private void NoteStall(long now)
    {
        if (_steppedAt is { } last && now - last > 2 * _settings.Every)
        {
            _around.Tell(NoticeKind.Warning, -1, $"this node stood still for {(now - last) / 1_000_000} ms");
            foreach (var peer in _around.Others.Where(peer => _around.IsAlive(peer, last)))
            {
                peer.Excuse(now - _settings.DeadAfter + (2 * _settings.Every));
            }
        }

        _steppedAt = now;
    }
}
