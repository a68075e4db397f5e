using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>A machine's addresses and scripts of one group: starting and stopping take their time, and a start that is no longer wanted may still succeed.</summary>
public sealed class Mover(Universe universe, SimNode node, int group)
{
    private int _call;

    /// <summary>The addresses are there.</summary>
    public bool IsDelivered { get; private set; }

    public void PowerOff()
    {
        _call++;
        IsDelivered = false;
    }

    public void Start(bool fails)
    {
        var (call, life) = (++_call, node.Life);
        universe.After(universe.Chance.Between(Span.Millisecond, 60 * Span.Millisecond), () =>
        {
            if (life != node.Life)
            {
                return;
            }

            IsDelivered |= !fails;
            if (call == _call)
            {
                node.Give(fails ? new StartFailed(group, "simulated") : new Started(group));
            }
        });
    }

    public void Stop(long most)
    {
        var (call, life) = (++_call, node.Life);
        universe.After(universe.Chance.Between(Span.Millisecond, most) + (60 * Span.Millisecond), () =>
        {
            if (life == node.Life && call == _call)
            {
                IsDelivered = false;
                node.Give(new Stopped(group));
            }
        });
    }
}
