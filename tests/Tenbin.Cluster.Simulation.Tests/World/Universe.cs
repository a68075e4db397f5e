namespace Tenbin.Cluster.Simulation.World;

/// <summary>True time, and everything that happens in it.</summary>
public sealed class Universe
{
    private readonly PriorityQueue<Action, long> _events = new();
    private long _order;

    public Universe(Setup setup, Chance chance, Trace? trace)
    {
        (Setup, Chance, Trace) = (setup, chance, trace);
        Network = new Network(this, setup.Nodes);
        Witness = setup.HasRegister ? new WitnessServer(this, setup.Groups) : null;
        Oracle = new Oracle(this);
        Nodes = [.. Enumerable.Range(0, setup.Nodes).Select(index => new SimNode(this, (byte)index))];
    }

    public Setup Setup { get; }

    public Chance Chance { get; }

    public Trace? Trace { get; }

    /// <summary>True time in nanoseconds.</summary>
    public long Now { get; private set; }

    public Network Network { get; }

    public WitnessServer? Witness { get; }

    public Oracle Oracle { get; }

    /// <summary>By index; a clone of one of them is not here: nobody reaches it.</summary>
    public SimNode[] Nodes { get; }

    /// <summary>Every machine, clones too.</summary>
    public IEnumerable<SimNode> Machines => Clone is null ? Nodes : Nodes.Append(Clone);

    public SimNode? Clone { get; set; }

    public void After(long delay, Action happens) => At(Now + delay, happens);

    /// <summary>Events of one instant happen in the order in which they were planned.</summary>
    public void At(long time, Action happens) => _events.Enqueue(happens, (Math.Max(time, Now) << 24) | _order++);

    public void Run(long until)
    {
        while (_events.TryPeek(out _, out var key) && key >> 24 <= until)
        {
            var happens = _events.Dequeue();
            Now = key >> 24;
            happens();
        }

        Now = until;
    }
}
