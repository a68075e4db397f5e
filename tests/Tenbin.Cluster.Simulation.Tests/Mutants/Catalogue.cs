namespace Tenbin.Cluster.Simulation.Mutants;

/// <summary>Mistakes that the simulation must find.</summary>
public static class Catalogue
{
    /// <summary>Of these the order of a few events is so particular that only the explorer of the pair finds it.</summary>
    public static Mutant[] OfOrder { get; } =
    [
        new("a handover frees the register in any epoch", new Change("RegisterVote", "holder == given.By && epoch <= given.Epoch", "holder == given.By")),
    ];

    public static Mutant[] All { get; } =
    [
        new("a lease is counted from the answer", new Change(
            "GroupLease.Standing", "reply.SentAt + CoreSettings.HoldOf(reply.Duration)", "now + CoreSettings.HoldOf(reply.Duration)")),
        new("a lease from the register is counted from the answer", new Change(
            "RegisterVote", "Win(pending);\n        Learn(now, pending", "Win((pending.Content, now));\n        Learn(now, pending")),
        new("a holder counts L, not H", new Change("CoreSettings", "lease / 100 * 97;", "lease;")),
        new("grants are forgotten on a restart", new Change("ClusterCore", "new Voter(recorded ?? new", "new Voter(new")),
        new("a voter that lost its record does not abstain", new Change("ClusterCore", "recorded is null ? now + settings.LongestLease : 0", "0L")),
        new("one vote short", new Change("CoreSettings", "(Votes / 2) + 1", "Votes / 2")),
        new("a live grant is given to another", new Change("Voter", "!grant.IsLive(now)\n        || grant.Holder == request", "true\n        || grant.Holder == request")),
        new("the register is taken without waiting", new Change("RegisterVote", "        { Lease: var lease } => now - _unchangedSince >= lease,\n    };", "        _ => true,\n    };")),
        new("the wait does not begin again when the register changes", new Change(
            "RegisterVote", "isHeard ? _heard.At : now;", "isHeard ? _heard.At : _unchangedSince == 0 ? now : _unchangedSince;")),
        new("an empty register is anybody's", new Change("RegisterVote", "        { Epoch: 0, Lease: var lease } => now - _unchangedSince >= lease,\n", "")),
        new("a write without an answer counts", new Change(
            "RegisterVote", "public void Silent() => IsBusy = false;", "public void Silent() { IsBusy = false; if (_pending is { } pending) Win(pending); }")),
        new("the gate is left open on a handover", new Change(
            "GroupLease", "    public void CleanUp()\n    {\n        _around.Emit(new SetGate(_index, 0));", "    public void CleanUp()\n    {")),
        new("anybody's grant counts as handed over", new Change("Voter", "handed.By == grant.Holder && grant.Epoch <= handed.Epoch", "true")),
        new("anybody may release a grant", new Change("Voter", "grant.Holder != released.Holder || grant.Epoch != released.Epoch || !grant.IsLive(now)", "!grant.IsLive(now)")),
        new("nobody asks before it raises the epoch", new Change("GroupLease.Standing", "            BeginPreVote(now);", "            BeginAsking(now);")),
        new("what the register held long ago decides a pre-vote", new Change("GroupLease.Standing", "witness.SeenAt > FreshSince && ", "")),
        new("a stall is taken for the peer's death", new Change("ClusterCore", "peer.Excuse(now - _settings.DeadAfter + (2 * _settings.Every));", "_ = peer;")),
        new("a contest is decided by numbers that change", new Change("GroupLease", "_contest ?? _sessions, _contest is not null", "_sessions, _contest is not null")),
        new("nobody gives way in a contest", new Change("GroupLease.Holding", "            Release(now, $\"{_settings.NameOf(peer.Index)} has more sessions\");", "            _ = now;")),
        new("a pair alone does not ask a living peer",
            new Change("GroupLease.Standing", "Phase != Phase.Asking || _around.Others.All(peer => !_around.IsAlive(peer, now) || _votes[peer.Index] > now)", "true"),
            new Change("GroupLease.Standing", "nodes[_settings.Self.Node] && _around.Others.All(peer => !_around.IsAlive(peer, now) || nodes[peer.Index])", "nodes[_settings.Self.Node]"),
            new Change("GroupLease.Standing", "\n        && !_around.Others.Any(peer => peer.Claim(_index).IsHolder && peer.IsAlive(now, _settings.Lease))", "")),
        new("a group moves to a node that is no fitter", new Change("GroupLease.Moving", "claim.Fitness > FitnessNow(now)", "claim.Fitness >= FitnessNow(now)")),
        new("a takeover that fails is not answered", new Change("GroupLease.Moving", "            FinishWish(false, \"the group did not come", "            _ = (false, \"the group did not come")),
        new("the word of a handover is repeated at every step", new Change("GroupLease.Handing", "now - _handedLast >= _settings.Every / 2", "true")),
        new("the register is read without a pause", new Change("GroupLease.Standing", "_register is not { IsBusy: false } register || now - _readAt < _settings.Every / 4", "_register is not { IsBusy: false } register")),
        new("a grant is answered before it is recorded", new Change(
            "ClusterCore",
            "                    _around.Emit(new Record(request.Group, _around.Voter[request.Group]));\n                }\n\n                _around.Emit(new Send(from, reply));",
            "                    _around.Emit(new Send(from, reply));\n                    _around.Emit(new Record(request.Group, _around.Voter[request.Group]));\n                }\n                else _around.Emit(new Send(from, reply));")),
        new("a shorter grant takes back a longer one", new Change("Voter", "grant.Holder == request.Candidate ? Math.Max(until, grant.Until) : until", "until")),
        new("a shorter lease in the register takes back a longer one", new Change(
            "RegisterVote", "Math.Max(lease, CoreSettings.LeaseFor(Math.Max(Deadline, heldUntil) - now))", "lease")),
        new("a pair alone restarts without its peer's word", new Change(
            "GroupLease.Holding", "            && (!_settings.ServesAlone || _around.Others.All(peer => !_around.IsAlive(peer, now) || _votes[peer.Index] >= enough))", "")),
        new("a pair alone does not wait for a peer that restarts", new Change(
            "ClusterCore", "settings.ServesAlone ? Math.Max(2 * settings.DeadAfter, settings.LongestLease) : 2 * settings.DeadAfter", "2 * settings.DeadAfter")),
        new("a kind of a later version spoils its payload", new Change("messages/MessageCodec", "                continue;", "                return null;")),
        new("fields of a later version are read as the next claim", new Change("messages/MessageCodec", "reader.Part(length);\n            var (bits", "reader.Part(ClaimLength);\n            var (bits")),
        new("fields of a later version are read as the next message", new Change("messages/MessageCodec", "reader.Part(length);\n            if", "reader;\n            if"),
            new Change("messages/MessageCodec", "if (message is null || fields.IsShort", "reader = fields;\n            if (message is null || fields.IsShort")),
        new("a pair alone is patient no more once it hears the owner", new Change(
            "ClusterCore", " && !(_settings.ServesAlone && beat.Claims.Any(claim => claim.IsHolder))", "")),
        new("what is relayed is forwarded for ever", new Change("GroupLease.Handing", "new AcceptFrom(_index, owner, now + _settings.Every)", "new AcceptFrom(_index, owner, now + (1000 * _settings.Every))"),
            new Change("GroupLease.Handing", "new RelayTo(_index, node, Deadline)", "new RelayTo(_index, node, now + RelayFor)")),
        new("the owner's own vote is free before the next one has it", new Change(
            "GroupLease.Handing", "        _handedTo = node;\n", "        GiveBackGrants(now);\n        _handedTo = node;\n")),
        new("the rest of a lease is lost with the daemon", new Change("ClusterCore", "gates[group] > now && voter[group].Holder == settings.Self", "false")),
    ];
}
