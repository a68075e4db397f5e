using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>Accidents around a restart in place and around a grant, where a record or a longer lease is all that keeps two owners apart.</summary>
public sealed class RestartFaults(Universe universe, Faults faults)
{
    private const long Long = 2 * Span.Second;

    private Chance Chance => universe.Chance;

    /// <summary>One of them.</summary>
    public void Strike()
    {
        if (universe.Oracle.Owner(Chance.Below(universe.Setup.Groups)) is not { } owner)
        {
            return;
        }

        if (Chance.Happens(0.25))
        {
            HandOverLate(owner);
        }
        else if (universe.Nodes.Length == 2 || Chance.Happens(0.4))
        {
            RestartInPlace(owner);
        }
        else if (Chance.Happens(0.4))
        {
            HearLate(owner);
        }
        else
        {
            ForgetGrant(owner);
        }
    }

    /// <summary>The owner's word that it gives the group away comes so late that it may own the group again.</summary>
    private void HandOverLate(SimNode owner)
    {
        var late = Chance.Between(500, 1_200) * Span.Millisecond;
        foreach (var other in Others(owner))
        {
            universe.Network.Spoil(owner.Index, other.Index, 0, 0, late);
            universe.After(Span.Second, () => universe.Network.Spoil(owner.Index, other.Index, 0, 0, 0));
        }

        universe.Oracle.Disturb(universe.Now + Span.Second + late);
        for (var group = 0; group < universe.Setup.Groups; group++)
        {
            faults.Ask(owner, CommandKind.Standby, group);
        }
    }

    /// <summary>What is said to the owner comes late, and then nobody hears the owner any more.</summary>
    private void HearLate(SimNode owner)
    {
        var until = universe.Now + (Chance.Between(200, 500) * Span.Millisecond);
        var late = Chance.Between(200, 400) * Span.Millisecond;
        foreach (var other in Others(owner))
        {
            universe.Network.Spoil(other.Index, owner.Index, 0, 0, late);
            universe.At(until, () => universe.Network.Cut(owner.Index, other.Index, until + Span.Second));
            universe.At(until, () => universe.Network.Spoil(other.Index, owner.Index, 0, 0, 0));
        }

        universe.Oracle.Disturb(until + Span.Second);
    }

    /// <summary>
    /// The owner reaches just the votes that it needs; one of its voters dies between a grant's record and the answer, is back
    /// at once and hears the others, and the owner nobody.
    /// </summary>
    private void ForgetGrant(SimNode owner)
    {
        var others = Others(owner);
        var cut = Chance.Between(400, 700) * Span.Millisecond;
        foreach (var other in others.Skip(universe.Setup.Majority - 1))
        {
            CutOff(owner, other, universe.Now + cut + Long);
        }

        var voter = others[0];
        universe.After(cut, () => voter.DiesInGrant = () =>
        {
            foreach (var other in others)
            {
                CutOff(owner, other, universe.Now + Span.Second);
            }

            universe.After(Chance.Between(1, 60) * Span.Millisecond, voter.StartDaemon);
        });
    }

    /// <summary>The owner's daemon takes a lease for a restart, dies, and perhaps soon once more. Its peers have troubles of their own.</summary>
    private void RestartInPlace(SimNode owner)
    {
        var other = Others(owner)[0];
        var (wait, isPeerDown) = (0L, false);
        switch (Chance.Below(4))
        {
            case 0:
                // It does not hear of the lease at first.
                universe.Network.Cut(owner.Index, other.Index, universe.Now + (Chance.Between(40, 150) * Span.Millisecond));
                universe.Oracle.Disturb(universe.Now + (150 * Span.Millisecond));
                break;
            case 1:
                CutOff(owner, other, universe.Now + Long);
                wait = Chance.Between(400, 600) * Span.Millisecond;
                break;
            case 2:
                other.Crash();
                (wait, isPeerDown) = (Chance.Between(450, 700) * Span.Millisecond, true);
                break;
        }

        universe.After(wait, () => faults.Ask(owner, CommandKind.LeaveForRestart, -1, () =>
        {
            universe.After(Chance.Between(0, 20) * Span.Millisecond, () => Die(owner));
            if (isPeerDown)
            {
                universe.After(Chance.Between(0, 200) * Span.Millisecond, other.StartDaemon);
            }
        }));
    }

    private void Die(SimNode owner)
    {
        if (Chance.Happens(0.4))
        {
            faults.Restart(owner, Chance.Between(1_200, 2_000) * Span.Millisecond);
            return;
        }

        var down = Chance.Between(20, 150) * Span.Millisecond;
        faults.Restart(owner, down);
        universe.After(down + (Chance.Between(60, 250) * Span.Millisecond), () => faults.Restart(owner, Span.Second));
    }

    private void CutOff(SimNode one, SimNode other, long until)
    {
        universe.Network.Cut(one.Index, other.Index, until);
        universe.Network.Cut(other.Index, one.Index, until);
        universe.Oracle.Disturb(until);
    }

    private SimNode[] Others(SimNode node)
    {
        var others = universe.Nodes.Where(other => other != node).ToArray();
        var first = Chance.Below(others.Length);
        return [.. others[first..], .. others[..first]];
    }
}
