using Tenbin.Cluster.Simulation.World;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>
/// Tries every order of so many events from a state: depth first, and never again from a state that was reached before with as
/// many events left.
/// </summary>
public sealed class Explorer
{
    private const int HealthySteps = 40;

    /// <summary>Of so many states, one is continued without faults: somebody must serve in the end.</summary>
    private const int ServiceEvery = 64;
    private readonly Dictionary<Digest, byte> _seen = [];
    private readonly Stack<PairEvent> _path = [];

    /// <summary>Different states, those after the last event left out.</summary>
    public int States => _seen.Count;

    /// <summary>Events tried.</summary>
    public long Events { get; private set; }


    /// <summary>Looks at everything within <paramref name="depth"/> events.</summary>
    /// <returns>The first violation and how it comes about; null = none.</returns>
    public string? Run(PairState start, int depth)
    {
        try
        {
            Visit(start, depth);
            return null;
        }
        catch (ViolationException violation)
        {
            return $"{violation.Message}, after:\n{string.Join('\n', _path.Reverse())}";
        }
    }

    /// <summary>Whatever is on its way arrives, who is down starts, nothing is lost.</summary>
    public static PairState Continue(PairState state, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            state = Drain(state).After(new PairEvent(EventKind.TimePasses));
        }

        return Drain(state);
    }

    private void Visit(PairState state, int left)
    {
        var digest = state.Digest();
        var isKnown = _seen.TryGetValue(digest, out var best);
        if (isKnown && best >= left)
        {
            return;
        }

        _seen[digest] = (byte)left;
        if (!isKnown && digest.Low % ServiceEvery == 0)
        {
            CheckService(state);
        }

        foreach (var next in state.Next())
        {
            _path.Push(next);
            Events++;
            var after = state.After(next);
            // Time costs no event; it has a limit of its own.
            var rest = next.Kind is EventKind.TimePasses or EventKind.GateEnds ? left : left - 1;
            if (rest > 0)
            {
                Visit(after, rest);
            }

            _path.Pop();
        }
    }

    private static void CheckService(PairState state)
    {
        var after = Continue(state, HealthySteps);
        if (after.Owners != 1)
        {
            throw new ViolationException($"Invariant 7: {after.Owners} nodes serve after {HealthySteps} steps without a fault");
        }
    }

    private static PairState Drain(PairState state)
    {
        // What is said in answer is heard too; such a chain ends by itself.
        while (state.Next().Where(IsHealthy).Select(next => (PairEvent?)next).FirstOrDefault() is { } next)
        {
            state = state.After(next);
        }

        return state;
    }

    private static bool IsHealthy(PairEvent next) =>
        next.Kind is EventKind.Arrives or EventKind.RegisterAnswers or EventKind.AnswerArrives or EventKind.Starts or EventKind.RegisterActs;
}
