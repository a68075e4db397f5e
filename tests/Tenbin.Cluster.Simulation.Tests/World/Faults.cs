using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>Everything that may go wrong, one fault at a time.</summary>
public sealed class Faults(Universe universe)
{
    private int _commands;

    private Chance Chance => universe.Chance;

    private int Count => universe.Nodes.Length;

    /// <summary>Something goes wrong now. Everything is over by <paramref name="end"/>.</summary>
    public void Strike(long end)
    {
        var lasts = Math.Min(Duration(), end - universe.Now);
        var until = universe.Now + lasts;
        switch (Chance.Below(24))
        {
            case 0:
                CutPair(until, both: true);
                break;
            case 1:
                CutPair(until, both: false);
                break;
            case 2 or 3:
                Isolate(until);
                break;
            case 4:
                SpoilLinks(until);
                break;
            case 5:
                Note($"stall for {lasts / Span.Millisecond} ms");
                Victim().Stall(lasts);
                break;
            case 6:
                var stalled = Victim();
                stalled.StallsAfter = (Chance.Below(6), lasts);
                break;
            case 7:
                Victim().Pause(lasts);
                break;
            case 8 or 9:
                Restart(Victim(), lasts);
                break;
            case 10:
                CrashBetweenOutputs(lasts);
                break;
            case 11 or 12:
                Reboot(Victim(), lasts);
                break;
            case 13:
                var forgetful = Victim();
                forgetful.Crash();
                forgetful.ForgetRecord();
                universe.After(Math.Min(lasts, 200 * Span.Millisecond), forgetful.StartDaemon);
                break;
            case 14 or 15 or 16:
                SpoilWitness(until);
                break;
            case 17:
                universe.Witness?.Wipe(Chance.Happens(0.5));
                break;
            case 18:
                Victim().SetFitness(Chance.Below(universe.Setup.Groups), (byte)(Chance.Happens(0.5) ? 0 : Chance.Below(256)));
                break;
            case 19:
                Victim().StartsToFail++;
                break;
            case 20:
                Victim().SlowestStop = lasts;
                break;
            case 21 or 22:
                Command();
                break;
            case 23:
                Clone();
                break;
        }
    }

    /// <summary>The owner of a group as often as anybody.</summary>
    public SimNode Victim() =>
        Chance.Happens(0.5) && universe.Oracle.Owner(Chance.Below(universe.Setup.Groups)) is { } owner && owner != universe.Clone
            ? owner
            : universe.Nodes[Chance.Below(Count)];

    public void CutPair(long until, bool both)
    {
        var one = Victim().Index;
        var other = Other(one);
        Note($"cut {one + 1} {(both ? "<->" : "->")} {other + 1} until {until / Span.Millisecond}");
        universe.Network.Cut(one, other, until);
        if (both)
        {
            universe.Network.Cut(other, one, until);
        }

        universe.Oracle.Disturb(until);
    }

    public void Isolate(long until)
    {
        var node = Victim().Index;
        Note($"isolate {node + 1} until {until / Span.Millisecond}");
        universe.Network.Isolate(node, until);
        universe.Oracle.Disturb(until);
    }

    public void Restart(SimNode node, long after)
    {
        node.Crash();
        universe.After(after, node.StartDaemon);
    }

    public void Reboot(SimNode node, long after)
    {
        node.PowerOff();
        universe.After(after, () =>
        {
            if (!node.IsMachineUp)
            {
                node.Boot();
            }
        });
    }

    /// <summary>An operator commands.</summary>
    /// <param name="node">Where.</param>
    /// <param name="kind">What.</param>
    /// <param name="group">Of which group; -1 = none.</param>
    /// <param name="then">Happens once it is done.</param>
    public void Ask(SimNode node, CommandKind kind, int group, Action? then = null)
    {
        if (!node.IsUp || node.IsLeaving)
        {
            return;
        }

        var id = ++_commands;
        Note($"command {id}: {kind} {group} at {node.Index + 1}");
        node.IsLeaving = kind is CommandKind.LeaveForGood or CommandKind.LeaveForRestart;
        universe.Oracle.Asked(id, node, kind, then);
        node.Give(new Command(id, kind, group));
    }

    private long Duration() => Chance.Below(3) switch
    {
        0 => Chance.Between(10, 150) * Span.Millisecond,
        1 => Chance.Between(100, 600) * Span.Millisecond,
        _ => Chance.Between(300, 2_500) * Span.Millisecond,
    };

    private byte Other(int node) => (byte)((node + 1 + Chance.Below(Count - 1)) % Count);

    private void SpoilLinks(long until)
    {
        var loss = Chance.Happens(0.6) ? Chance.Below(60) / 100.0 : 0;
        var repeats = Chance.Happens(0.5) ? 0.3 : 0;
        var delay = Chance.Happens(0.6) ? Duration() / 3 : 0;
        Note($"links lose {loss}, repeat {repeats}, delay up to {delay / Span.Millisecond} ms until {until / Span.Millisecond}");
        universe.Network.SpoilAll(loss, repeats, delay);
        universe.Oracle.Disturb(until + delay);
        universe.At(until, () => universe.Network.SpoilAll(0, 0, 0));
    }

    private void CrashBetweenOutputs(long after)
    {
        var node = Victim();
        node.CrashesAfter = 1 + Chance.Below(5);
        var life = node.Life;
        universe.After(Span.Every, () =>
        {
            if (life == node.Life)
            {
                node.CrashesAfter = null;
            }
        });
        universe.After(Span.Every + after, node.StartDaemon);
    }

    private void SpoilWitness(long until)
    {
        if (universe.Witness is not { } witness)
        {
            return;
        }

        witness.DeafTo = Chance.Below(4) switch { 0 => 1, 1 => 0.5, _ => 0 };
        witness.MuteTo = Chance.Below(4) switch { 0 => 1, 1 => 0.5, _ => 0 };
        witness.Delay = Chance.Happens(0.5) ? Chance.Between(10, 800) * Span.Millisecond : 0;
        Note($"register deaf to {witness.DeafTo}, mute to {witness.MuteTo}, slow by {witness.Delay / Span.Millisecond} ms until {until / Span.Millisecond}");
        universe.Oracle.Disturb(until);
        universe.At(until, witness.Heal);
    }

    private void Command()
    {
        var node = Victim();
        var group = Chance.Below(universe.Setup.Groups);
        switch (Chance.Below(10))
        {
            case < 4:
                Ask(universe.Nodes[Chance.Below(Count)], CommandKind.Takeover, group);
                break;
            case < 6:
                Ask(node, CommandKind.Standby, group);
                break;
            case 6:
                Ask(node, CommandKind.MaintenanceOn, -1);
                break;
            case 7:
                Ask(node, CommandKind.MaintenanceOff, -1);
                break;
            case 8:
                Ask(node, CommandKind.LeaveForRestart, -1);
                universe.After(Chance.Between(20, 400) * Span.Millisecond, () => Restart(node, Chance.Between(50, 1_000) * Span.Millisecond));
                break;
            case 9:
                Ask(node, CommandKind.LeaveForGood, -1);
                universe.After(Chance.Between(200, 1_500) * Span.Millisecond, () => Reboot(node, Chance.Between(50, 1_000) * Span.Millisecond));
                break;
        }
    }

    /// <summary>Somebody boots a copy of a node: it sends as that node, but what is sent to the node reaches the true one.</summary>
    private void Clone()
    {
        // A pair's second half would be a vote too many: see docs/design/030-cluster-core.md.
        if (universe.Clone is not null || Count < 3)
        {
            return;
        }

        Note("a clone appears");
        universe.Clone = new SimNode(universe, Victim().Index);
        universe.Clone.Boot();
    }

    private void Note(string text) => universe.Trace?.Add(universe.Now, $"== {text}");
}
