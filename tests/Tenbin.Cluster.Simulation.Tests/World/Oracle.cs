using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>Sees every machine at one true instant, which no node can, and knows when there is an excuse.</summary>
public sealed class Oracle
{
    private readonly Universe _universe;
    private readonly SimNode?[] _owners;
    private readonly long[] _unservedSince;
    private readonly Dictionary<int, Asked> _commands = [];
    private readonly int[] _sent;
    private readonly int[] _called;
    private long _windowEnd = Span.Second;

    public Oracle(Universe universe)
    {
        _universe = universe;
        _owners = new SimNode?[universe.Setup.Groups];
        _unservedSince = new long[universe.Setup.Groups];
        _sent = new int[universe.Setup.Nodes];
        _called = new int[universe.Setup.Nodes];
    }

    /// <summary>End of what keeps nodes from hearing each other in time.</summary>
    public long DisturbedUntil { get; private set; }

    /// <summary>Since then every move is an unneeded one.</summary>
    public long NoMovesSince { get; set; } = long.MaxValue;

    /// <summary>Since then a group that could be served may be without an owner for <see cref="ServedWithin"/> at most.</summary>
    public long ServesSince { get; set; } = long.MaxValue;

    public long ServedWithin { get; set; }

    /// <summary>The longest time that a group was not served in this schedule, after <see cref="ServesSince"/>.</summary>
    public long LongestOutage { get; private set; }

    public ulong HighestEpoch { get; private set; }

    public int Moves { get; private set; }

    private Setup Setup => _universe.Setup;

    private long Now => _universe.Now;

    public SimNode? Owner(int group) => _owners[group];

    public bool Owns(SimNode node) => Array.IndexOf(_owners, node) >= 0;

    public void Disturb(long until) => DisturbedUntil = Math.Max(DisturbedUntil, until);

    /// <summary>A gate was moved or a group is started there: nobody else may serve it.</summary>
    public void WatchGate(SimNode node, int group)
    {
        if (!node.IsOpen(group))
        {
            return;
        }

        foreach (var other in _universe.Machines)
        {
            if (other != node && other.IsOpen(group))
            {
                Overlap(node, other, group);
            }
        }

        if (_owners[group] != node)
        {
            Moves++;
            if (Now >= NoMovesSince)
            {
                throw new ViolationException($"Invariant 7: group {group} moved to node {node.Index + 1} though nothing had happened");
            }

            _owners[group] = node;
        }
    }

    public void Recorded(SimNode node, Grant grant)
    {
        if (grant.Holder == new Holder(node.Index, node.Tenure) && grant.Epoch > HighestEpoch)
        {
            HighestEpoch = grant.Epoch;
            // A start, a change of owner, a race lost: a handful each second.
            if (HighestEpoch > 20 + (ulong)(Setup.Nodes * 4 * Now / Span.Second))
            {
                throw new ViolationException($"epoch {HighestEpoch} is too high for its age: candidates do not wait");
            }
        }
    }

    public void Count(SimNode node, ClusterMessage message)
    {
        if (message is not VoteReply)
        {
            _sent[node.Index]++;
        }
    }

    public void CountRegisterCall(SimNode node) => _called[node.Index]++;

    public void Asked(int id, SimNode node, CommandKind kind, Action? then) => _commands[id] = new Asked(node, node.Life, kind, Now, then);

    public void Answered(CommandDone done)
    {
        if (!_commands.Remove(done.Id, out var asked))
        {
            throw new ViolationException($"command {done.Id} was answered twice: {done.Text}");
        }

        asked.Then?.Invoke();
    }

    /// <summary>Looks at everything that only time can tell.</summary>
    public void Watch()
    {
        for (var group = 0; group < Setup.Groups; group++)
        {
            WatchOpenGates(group);
            WatchRelays(group);
            WatchService(group);
        }

        WatchCommands();
        if (Now >= _windowEnd)
        {
            WatchRates();
        }
    }

    private void WatchOpenGates(int group)
    {
        SimNode? open = null;
        foreach (var machine in _universe.Machines)
        {
            if (machine.IsOpen(group))
            {
                if (open is not null)
                {
                    Overlap(open, machine, group);
                }

                open = machine;
            }
        }
    }

    /// <summary>Who forwards what another relays is the only one to forward.</summary>
    private void WatchRelays(int group)
    {
        foreach (var from in _universe.Machines)
        {
            if (from.RelaysTo(group) is not { } target || _universe.Nodes[target] is var to && to.AcceptsFrom(group) != from.Index)
            {
                continue;
            }

            foreach (var other in _universe.Machines.Where(other => other != to && other.IsOpen(group)))
            {
                Overlap(to, other, group);
            }
        }
    }

    private void Overlap(SimNode one, SimNode other, int group)
    {
        if (IsExcused(one) || IsExcused(other))
        {
            return;
        }

        if (!Setup.ServesAlone)
        {
            throw new ViolationException($"Invariant 6: nodes {one.Index + 1} and {other.Index + 1} both serve group {group}");
        }

        if (Now > DisturbedUntil + Span.Second)
        {
            throw new ViolationException($"Invariant 6: nodes {one.Index + 1} and {other.Index + 1} both serve group {group} though they could hear each other for a second");
        }
    }

    /// <summary>A pause of the guest adds at most the grant that had not run out.</summary>
    private static bool IsExcused(SimNode node) => node.ClockNow < node.ExcusedUntil;

    private void WatchService(int group)
    {
        var isServed = false;
        foreach (var machine in _universe.Machines)
        {
            isServed |= machine.IsServing(group);
        }

        if (isServed || Now < ServesSince || !CouldBeServed(group))
        {
            _unservedSince[group] = Now;
            return;
        }

        var outage = Now - _unservedSince[group];
        LongestOutage = Math.Max(LongestOutage, outage);
        if (outage > ServedWithin)
        {
            throw new ViolationException($"Invariant 7: group {group} is served by nobody since {outage / Span.Millisecond} ms though it could be");
        }
    }

    /// <summary>A majority of the votes can be had by a node that is fit.</summary>
    private bool CouldBeServed(int group)
    {
        var votes = _universe.Witness is { } witness && Now > witness.WholeSince + (2 * Span.RestartGrace) ? 1 : 0;
        var isThereOne = false;
        foreach (var node in _universe.Nodes)
        {
            if (node is { IsUp: true, VoterSet: 1 } && node.ClockNow >= node.AbstainsUntil)
            {
                votes++;
                isThereOne |= node.Fitness[group] > 0 && !node.IsBlocked[group] && !node.IsLeaving;
            }
        }

        // Nor does a pair without majority serve while the other half lives and does not belong to the same cluster.
        return isThereOne && (Setup.ServesAlone ? _universe.Nodes.All(node => node.VoterSet == 1) : votes >= Setup.Majority);
    }

    private void WatchCommands()
    {
        foreach (var (id, asked) in _commands)
        {
            if (asked.Life != asked.Node.Life)
            {
                _commands.Remove(id);
            }
            else if (Now > Math.Max(asked.At, DisturbedUntil) + (8 * Span.DeadAfter) + Span.Second)
            {
                throw new ViolationException($"command {id} ({asked.Kind} at node {asked.Node.Index + 1}) was never answered");
            }
        }
    }

    private void WatchRates()
    {
        // A beat and, for each group, a request; a few more of each while something happens.
        var most = (Setup.Nodes - 1) * 10 * (2 + (6 * Setup.Groups));
        for (var node = 0; node < Setup.Nodes; node++)
        {
            if (_sent[node] > most)
            {
                throw new ViolationException($"node {node + 1} sent {_sent[node]} messages in a second; {most} are enough");
            }

            if (_called[node] > 50 * Setup.Groups)
            {
                throw new ViolationException($"node {node + 1} called the register {_called[node]} times in a second");
            }
        }

        Array.Clear(_sent);
        Array.Clear(_called);
        _windowEnd = Now + Span.Second;
    }
}
