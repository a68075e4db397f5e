using Tenbin.Cluster.Core;
using Tenbin.Cluster.Messages;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>Datagrams between the nodes: each direction of each pair is cut, loses, delays, repeats and reorders on its own.</summary>
public sealed class Network(Universe universe, int nodes)
{
    private readonly Path[] _paths = [.. Enumerable.Range(0, nodes * nodes).Select(_ => new Path())];

    public void Cut(int from, int to, long until) => this[from, to].CutUntil = Math.Max(this[from, to].CutUntil, until);

    public void Isolate(int node, long until)
    {
        for (var other = 0; other < nodes; other++)
        {
            Cut(node, other, until);
            Cut(other, node, until);
        }
    }

    public void Spoil(int from, int to, double loss, double repeats, long delay)
    {
        var path = this[from, to];
        (path.Loss, path.Repeats, path.Delay) = (loss, repeats, delay);
    }

    public void SpoilAll(double loss, double repeats, long delay)
    {
        foreach (var path in _paths)
        {
            (path.Loss, path.Repeats, path.Delay) = (loss, repeats, delay);
        }
    }

    public void Heal()
    {
        foreach (var path in _paths)
        {
            path.CutUntil = 0;
            path.Loss = path.Repeats = path.Delay = 0;
        }
    }

    public void Send(byte from, byte to, ClusterMessage message)
    {
        var path = this[from, to];
        if (universe.Now < path.CutUntil || universe.Chance.Happens(path.Loss))
        {
            return;
        }

        Carry(path, from, to, message);
        if (path.Repeats > 0 && universe.Chance.Happens(path.Repeats))
        {
            Carry(path, from, to, message);
        }
    }

    private Path this[int from, int to] => _paths[(from * nodes) + to];

    private void Carry(Path path, byte from, byte to, ClusterMessage message)
    {
        var delay = universe.Chance.Between(100_000, Span.Millisecond);
        if (path.Delay > 0 && universe.Chance.Happens(0.5))
        {
            delay += universe.Chance.Between(0, path.Delay);
        }

        var node = universe.Nodes[to];
        if (!universe.Nodes[from].IsLater)
        {
            universe.After(delay, () => node.Hear(from, message));
            return;
        }

        var payload = LaterVersion.Write(message, universe.Chance);
        universe.After(delay, () =>
        {
            foreach (var read in MessageCodec.Read(payload, universe.Setup.Groups, nodes) ?? [])
            {
                node.Hear(from, read);
            }
        });
    }

    private sealed class Path
    {
        public long CutUntil { get; set; }

        public double Loss { get; set; }

        public double Repeats { get; set; }

        public long Delay { get; set; }
    }
}
