using Tenbin.Cluster.Core;
using Tenbin.Cluster.Simulation.World;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>Two machines, what is on its way between them, and the register, at one true instant.</summary>
public sealed partial class PairState
{
    /// <summary>True time passes in steps: a little more than a beat on the slowest clock.</summary>
    public const long Step = 102_000_000;

    /// <summary>Datagrams on their way in one direction; an older one is lost.</summary>
    public const int MostOnTheWay = 2;

    private readonly PairNode[] _nodes;
    private readonly bool[] _isOwnCore = new bool[2];
    private readonly List<Datagram> _datagrams;
    private readonly List<RegisterCall> _calls;
    private readonly List<ClusterMessage> _said = [];
    private RegisterContent? _content;
    private long _revision;

    /// <param name="rates">Of the two clocks, in thousandths.</param>
    public PairState((int A, int B) rates)
    {
        _nodes = [new PairNode(0, rates.A) { Record = default(Grant) }, new PairNode(1, rates.B) { Record = default(Grant) }];
        (_datagrams, _calls) = ([], []);
    }

    private PairState(PairState other)
    {
        _nodes = [.. other._nodes];
        (_datagrams, _calls) = ([.. other._datagrams], [.. other._calls]);
        (_content, _revision) = (other._content, other._revision);
        (Now, Steps, Crashes, Commands) = (other.Now, other.Steps, other.Crashes, other.Commands);
    }

    public long Now { get; private set; }

    /// <summary>Steps of time still to come at most.</summary>
    public int Steps { get; set; } = int.MaxValue;

    /// <summary>Daemons and machines may still die so often.</summary>
    public int Crashes { get; set; }

    /// <summary>Operators may still command so often.</summary>
    public int Commands { get; set; }

    public IReadOnlyList<PairNode> Nodes => _nodes;

    public int Owners => _nodes.Count(node => node.IsOpen(Now));

    /// <summary>What comes of an event.</summary>
    /// <exception cref="ViolationException">Both gates are open.</exception>
    public PairState After(PairEvent next)
    {
        var after = new PairState(this);
        after.Happen(next);
        return after;
    }

    /// <summary>The same for two states with the same future.</summary>
    public Digest Digest()
    {
        var digest = new Digest((ulong)Now, (ulong)((Steps << 8) + (Crashes << 4) + Commands));
        digest.Add(_nodes[0].Digest());
        digest.Add(_nodes[1].Digest());
        digest.Add(_content is null ? default : Snapshot.Of(_content));
        digest.Add(_revision);
        var onTheWay = default(Digest);
        _datagrams.ForEach(datagram => onTheWay.Join(datagram.Digest));
        _calls.ForEach(call => onTheWay.Join(call.Digest()));
        digest.Add(onTheWay);
        return digest;
    }

    /// <summary>What arrives was said by this node.</summary>
    public bool IsFrom(PairEvent arrives, int node) => _datagrams[arrives.Which].From == node;

    /// <summary>Everything that may happen next.</summary>
    public IEnumerable<PairEvent> Next()
    {
        for (var datagram = 0; datagram < _datagrams.Count; datagram++)
        {
            if (_nodes[1 - _datagrams[datagram].From].Core is not null)
            {
                yield return new PairEvent(EventKind.Arrives, datagram);
            }
        }

        for (var call = 0; call < _calls.Count; call++)
        {
            if (_calls[call].Request is null)
            {
                yield return new PairEvent(EventKind.AnswerArrives, call);
                continue;
            }

            yield return new PairEvent(EventKind.RegisterActs, call);
            if (IsAwaited(_calls[call]))
            {
                yield return new PairEvent(EventKind.RegisterAnswers, call);
            }
        }

        foreach (var accident in Accidents())
        {
            yield return accident;
        }

        for (var node = 0; node < 2; node++)
        {
            if (Steps > 0 && _nodes[node].IsOpen(Now) && _nodes[1 - node].Core is not null && _nodes[node].LastOpen() is var end && end > Now && end < Now + Step)
            {
                yield return new PairEvent(EventKind.GateEnds, node);
            }
        }

        if (Steps > 0)
        {
            yield return new PairEvent(EventKind.TimePasses);
        }
    }

    private IEnumerable<PairEvent> Accidents()
    {
        for (var node = 0; node < 2; node++)
        {
            if (_nodes[node].Core is null)
            {
                yield return new PairEvent(EventKind.Starts, node);
            }
            else if (Crashes > 0)
            {
                yield return new PairEvent(EventKind.Dies, node);
            }

            if (Crashes > 0)
            {
                yield return new PairEvent(EventKind.Boots, node);
                if (_nodes[node].Core is null)
                {
                    yield return new PairEvent(EventKind.StartsForgetful, node);
                }
            }

            if (Commands > 0 && _nodes[node].Core is not null && _nodes[node].IsOpen(Now))
            {
                yield return new PairEvent(EventKind.Standby, node);
                yield return new PairEvent(EventKind.LeavesForRestart, node);
            }
        }

        if (Crashes == 0)
        {
            yield break;
        }

        for (var datagram = 0; datagram < _datagrams.Count; datagram++)
        {
            foreach (var cut in Cuts(state => state.Receive(datagram)))
            {
                yield return new PairEvent(EventKind.ArrivesAndDies, datagram, cut);
            }
        }

        for (var call = 0; call < _calls.Count; call++)
        {
            foreach (var cut in IsAwaited(_calls[call]) && _calls[call].Request is not null ? Cuts(state => state.Answer(call)) : [])
            {
                yield return new PairEvent(EventKind.AnswersAndDies, call, cut);
            }
        }
    }
}
