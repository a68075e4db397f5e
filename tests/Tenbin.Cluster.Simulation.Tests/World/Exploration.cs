using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>
/// The pair with a register, without chance: every choice of a few faults out of <see cref="Kinds"/>, each at one of
/// <see cref="Instants"/> instants, befalls a settled pair of which node 1 owns the group. Messages take half a millisecond.
/// </summary>
public static class Exploration
{
    /// <summary>Coarse steps of time that a fault may happen at.</summary>
    public const int Instants = 10;

    private const long Step = 70 * Span.Millisecond;
    private const long Settled = 4 * Span.Second;
    private static readonly long s_end = Settled + (Instants * Step);

    private static readonly (string Name, Action<Universe> Happens)[] s_kinds =
    [
        ("the next messages of node 1 are lost", universe => universe.Network.Cut(0, 1, universe.Now + Step)),
        ("the next messages of node 2 are lost", universe => universe.Network.Cut(1, 0, universe.Now + Step)),
        ("node 1 is not heard any more", universe => universe.Network.Cut(0, 1, s_end)),
        ("node 2 is not heard any more", universe => universe.Network.Cut(1, 0, s_end)),
        ("no node hears the other", universe => universe.Network.Isolate(0, s_end)),
        ("the links are whole", universe => universe.Network.Heal()),
        ("messages of node 1 come late", universe => universe.Network.Spoil(0, 1, 0, 1, 6 * Step)),
        ("messages of node 2 come late", universe => universe.Network.Spoil(1, 0, 0, 1, 6 * Step)),
        ("node 1 stalls", universe => universe.Nodes[0].Stall(7 * Step)),
        ("node 1 stalls between outputs", universe => universe.Nodes[0].StallsAfter = (1, 7 * Step)),
        ("node 2 stalls", universe => universe.Nodes[1].Stall(7 * Step)),
        ("the daemon of node 1 restarts", universe => Restart(universe.Nodes[0], universe)),
        ("the daemon of node 2 restarts", universe => Restart(universe.Nodes[1], universe)),
        ("the daemon of node 2 crashes between outputs", universe => universe.Nodes[1].CrashesAfter = 1),
        ("node 2 boots again", universe =>
        {
            universe.Nodes[1].PowerOff();
            universe.Nodes[1].Boot();
        }),
        ("the register answers nobody", universe => universe.Witness!.MuteTo = 1),
        ("the register hears nobody", universe => universe.Witness!.DeafTo = 1),
        ("the register is slow", universe => universe.Witness!.Delay = 4 * Step),
        ("the register is well", universe => universe.Witness!.Heal()),
        ("the register is wiped", universe => universe.Witness!.Wipe(true)),
        ("an operator wants the group at node 2", universe => universe.Nodes[1].Give(new Command(1, CommandKind.Takeover, 0))),
        ("an operator prepares a restart of node 1", universe => universe.Nodes[0].Give(new Command(2, CommandKind.LeaveForRestart))),
    ];

    /// <summary>What may happen at each instant.</summary>
    public static int Kinds => s_kinds.Length;

    /// <summary>Runs one choice.</summary>
    /// <param name="faults">Each is an instant times <see cref="Kinds"/> plus a kind.</param>
    /// <param name="trace">Gets the events; null = nobody asks.</param>
    /// <returns>What did not hold; null = all did.</returns>
    public static string? Run(ReadOnlySpan<int> faults, Trace? trace = null)
    {
        var universe = new Universe(new Setup(2, true, false, 1, false), new Chance(7), trace) { IsPlain = true };
        try
        {
            foreach (var node in universe.Nodes)
            {
                universe.At(node.Index * Span.Millisecond, () => node.Boot());
            }

            foreach (var fault in faults)
            {
                var (instant, kind) = Math.DivRem(fault, Kinds);
                universe.At(Settled + (instant * Step), () =>
                {
                    trace?.Add(universe.Now, $"== {s_kinds[kind].Name}");
                    s_kinds[kind].Happens(universe);
                });
            }

            universe.Run(s_end + (5 * Step));
            return null;
        }
        catch (ViolationException violation)
        {
            List<string> names = [];
            foreach (var fault in faults)
            {
                names.Add($"at {fault / Kinds}: {s_kinds[fault % Kinds].Name}");
            }

            return $"{string.Join(", ", names)}: {violation.Message}";
        }
    }

    private static void Restart(SimNode node, Universe universe)
    {
        node.Crash();
        universe.After(Step / 2, node.StartDaemon);
    }
}
