using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>One run of a cluster, drawn from a seed.</summary>
public static class Schedule
{
    private const long Look = 5 * Span.Millisecond;

    /// <summary>Runs it.</summary>
    /// <returns>What did not hold; null = all did.</returns>
    public static string? Run(int seed, Trace? trace = null)
    {
        var chance = new Chance((ulong)seed);
        var universe = new Universe(Setup.Draw(chance) with { CopiesSessions = seed % 2 != 0 }, chance, trace);
        trace?.Add(0, $"seed {seed}: {universe.Setup}");
        try
        {
            WatchAll(universe);
            switch (chance.Below(100))
            {
                case < 58:
                    Chaos(universe);
                    break;
                case < 76:
                    Restarts(universe);
                    break;
                case < 84:
                    Upgrade(universe);
                    break;
                case < 93:
                    OwnerDies(universe, seed % 4 == 0);
                    break;
                default:
                    Nuisances(universe);
                    break;
            }

            return null;
        }
        catch (ViolationException violation)
        {
            return $"{universe.Setup} at {universe.Now / Span.Millisecond} ms: {violation.Message}";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{universe.Setup} at {universe.Now / Span.Millisecond} ms: {exception}";
        }
    }

    private static void WatchAll(Universe universe)
    {
        universe.Oracle.Watch();
        universe.After(Look, () => WatchAll(universe));
    }

    private static void BootAll(Universe universe, long within)
    {
        foreach (var node in universe.Nodes)
        {
            universe.At(universe.Chance.Between(0, within), () => node.Boot());
        }
    }

    /// <summary>Faults of every kind, often several at once; then all is well and it settles.</summary>
    private static void Chaos(Universe universe)
    {
        var chance = universe.Chance;
        var faults = new Faults(universe);
        if (chance.Happens(0.15))
        {
            var odd = universe.Nodes[chance.Below(universe.Nodes.Length)];
            odd.Fingerprint = 2;
            odd.VoterSet = chance.Happens(0.3) ? 2UL : 1;
        }

        BootAll(universe, Span.Second);
        var begin = chance.Happens(0.2) ? 0 : 3 * Span.Second;
        var end = begin + (3 * Span.Second);
        var times = 1 + chance.Below(3);
        for (var time = 0; time < times; time++)
        {
            var centre = chance.Between(begin, end - (600 * Span.Millisecond));
            for (var fault = 1 + chance.Below(4); fault > 0; fault--)
            {
                universe.At(centre + chance.Between(0, 500 * Span.Millisecond), () => faults.Strike(end));
            }
        }

        universe.Run(end);
        Settle(universe, faults);
    }

    /// <summary>A settled cluster has an accident in the middle of a restart or of a grant.</summary>
    private static void Restarts(Universe universe)
    {
        var faults = new Faults(universe);
        BootAll(universe, 300 * Span.Millisecond);
        universe.Run((5 * Span.Second) + universe.Chance.Between(0, 200 * Span.Millisecond));
        var end = universe.Now + (4 * Span.Second);
        new RestartFaults(universe, faults).Strike();
        if (universe.Chance.Happens(0.2))
        {
            universe.After(universe.Chance.Between(0, 2 * Span.Second), () => faults.Strike(end));
        }

        universe.Run(end);
        Settle(universe, faults);
    }

    /// <summary>The daemons are replaced by a later version one after the other, and perhaps one goes back; faults meanwhile, or none.</summary>
    private static void Upgrade(Universe universe)
    {
        var (chance, faults) = (universe.Chance, new Faults(universe));
        BootAll(universe, 300 * Span.Millisecond);
        universe.Run(5 * Span.Second);
        var isCalm = chance.Happens(0.4);
        if (isCalm)
        {
            universe.Oracle.NoMovesSince = universe.Now;
            universe.Oracle.ServesSince = universe.Now;
            universe.Oracle.ServedWithin = 50 * Span.Millisecond;
        }

        var replaced = universe.Nodes.ToList();
        if (chance.Happens(0.3))
        {
            replaced.Add(universe.Nodes[chance.Below(replaced.Count)]);
        }

        foreach (var node in replaced)
        {
            Replace(universe, faults, node);
            var until = universe.Now + (1_500 * Span.Millisecond);
            if (!isCalm && chance.Happens(0.5))
            {
                universe.After(chance.Between(0, 800 * Span.Millisecond), () => faults.Strike(until));
            }

            universe.Run(until);
        }

        universe.Oracle.NoMovesSince = long.MaxValue;
        Settle(universe, faults);
    }

    private static void Replace(Universe universe, Faults faults, SimNode node) =>
        faults.Ask(node, CommandKind.LeaveForRestart, -1, () => universe.After(Span.Millisecond, () =>
        {
            node.IsLater = !node.IsLater;
            faults.Restart(node, universe.Chance.Between(50, 400) * Span.Millisecond);
        }));

    /// <summary>All is well from now on.</summary>
    private static void Settle(Universe universe, Faults faults)
    {
        var end = universe.Now;
        Heal(universe, faults);
        universe.Oracle.ServesSince = end + Span.RestartGrace;
        universe.Oracle.ServedWithin = 2 * Span.Second;
        universe.Run(end + (5 * Span.Second));
        universe.Oracle.NoMovesSince = universe.Now;
        universe.Run(universe.Now + (1_500 * Span.Millisecond));
    }

    private static void Heal(Universe universe, Faults faults)
    {
        universe.Trace?.Add(universe.Now, "== all is well from now on");
        universe.Network.Heal();
        universe.Witness?.Heal();
        universe.Clone?.PowerOff();
        foreach (var node in universe.Nodes)
        {
            node.CrashesAfter = null;
            node.StallsAfter = null;
            node.DiesInGrant = null;
            node.StartsToFail = 0;
            node.SlowestStop = 40 * Span.Millisecond;
            if (!node.IsMachineUp)
            {
                node.Boot();
            }
            else if (node.IsLeaving)
            {
                node.Crash();
            }

            node.StartDaemon();
            for (var group = 0; group < universe.Setup.Groups; group++)
            {
                node.SetFitness(group, 200);
            }
        }

        // When it has heard what its peers were told before.
        universe.After(5 * Span.Every, () =>
        {
            if (Array.Find(universe.Nodes, node => node is { IsUp: true, IsLeaving: false }) is { } node)
            {
                faults.Ask(node, CommandKind.MaintenanceOff, -1);
            }
        });
        universe.Oracle.Disturb(universe.Now);
    }

    /// <summary>A settled cluster loses the machine of an owner, or sight of it, and nothing else happens.</summary>
    private static void OwnerDies(Universe universe, bool isCutOff)
    {
        BootAll(universe, 300 * Span.Millisecond);
        universe.Run((5 * Span.Second) + universe.Chance.Between(0, 200 * Span.Millisecond));
        if (isCutOff && universe.Witness is { } witness)
        {
            // A lease whose answer was long in coming is the one that a mistake in counting makes too long.
            witness.Delay = universe.Chance.Between(10, 80) * Span.Millisecond;
            universe.Run(universe.Now + (300 * Span.Millisecond));
            witness.Heal();
        }

        universe.Oracle.ServesSince = universe.Now;
        universe.Oracle.ServedWithin = 900 * Span.Millisecond;
        var owner = universe.Oracle.Owner(0)!;
        if (isCutOff && !universe.Setup.ServesAlone)
        {
            owner.CutOff(universe.Now + (3 * Span.Second));
        }
        else
        {
            owner.PowerOff();
        }

        universe.Run(universe.Now + (1_200 * Span.Millisecond));
        universe.Oracle.NoMovesSince = universe.Now;
        universe.Run(universe.Now + Span.Second);
    }

    /// <summary>What happens every day: the owner stays who it is, and nobody raises the epoch.</summary>
    private static void Nuisances(Universe universe)
    {
        var faults = new Faults(universe);
        BootAll(universe, 300 * Span.Millisecond);
        universe.Run(5 * Span.Second);
        var epoch = universe.Oracle.HighestEpoch;
        universe.Oracle.NoMovesSince = universe.Now;
        universe.Oracle.ServesSince = universe.Now;
        universe.Oracle.ServedWithin = 50 * Span.Millisecond;
        for (var times = 0; times < 2; times++)
        {
            var until = universe.Now + (1_500 * Span.Millisecond);
            var bystander = Array.Find(universe.Nodes, node => !universe.Oracle.Owns(node));
            if (bystander is null)
            {
                Annoy(universe, faults, until);
            }
            else
            {
                Annoy(universe, faults, bystander, until);
            }

            universe.Run(until);
            universe.Network.Heal();
            universe.Run(until + (2 * Span.Second));
        }

        if (universe.Oracle.HighestEpoch > epoch + 1)
        {
            throw new ViolationException($"the epoch went from {epoch} to {universe.Oracle.HighestEpoch} though the owner never changed");
        }
    }

    /// <summary>To a node that owns nothing.</summary>
    private static void Annoy(Universe universe, Faults faults, SimNode bystander, long until)
    {
        switch (universe.Chance.Below(5))
        {
            case 0:
                faults.Restart(bystander, Span.Second);
                break;
            case 1:
                faults.Reboot(bystander, Span.Second);
                break;
            case 2:
                bystander.Stall(universe.Chance.Between(200, 900) * Span.Millisecond);
                break;
            case 3 when !universe.Setup.ServesAlone:
                var end = until - (300 * Span.Millisecond);
                if (universe.Chance.Happens(0.5))
                {
                    bystander.CutOff(end);
                }
                else
                {
                    universe.Network.Isolate(bystander.Index, end);
                }

                break;
            default:
                Annoy(universe, faults, until);
                break;
        }
    }

    /// <summary>To all.</summary>
    private static void Annoy(Universe universe, Faults faults, long until)
    {
        switch (universe.Chance.Below(3))
        {
            case 0:
                universe.Network.SpoilAll(0.02, 0.2, 20 * Span.Millisecond);
                break;
            case 1 when universe.Witness is { } witness:
                witness.DeafTo = 1;
                universe.At(until - (300 * Span.Millisecond), witness.Heal);
                break;
            default:
                faults.Restart(universe.Oracle.Owner(0)!, 100 * Span.Millisecond);
                break;
        }
    }
}
