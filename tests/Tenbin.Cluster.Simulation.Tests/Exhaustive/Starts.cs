namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>The states that are explored from.</summary>
public static class Starts
{
    /// <summary>By name.</summary>
    public static IEnumerable<(string Name, PairState State)> All(Bounds bounds)
    {
        foreach (var rates in new[] { (1_000, 1_000), (990, 1_010), (1_010, 990) })
        {
            var clocks = $"clocks {rates.Item1 / 10.0} % and {rates.Item2 / 10.0} %";
            yield return ($"fresh start, {clocks}", With(Fresh(rates), bounds));
            var alone = Alone(rates);
            yield return ($"A holds, {clocks}", With(alone, bounds));
            var pair = Explorer.Continue(alone, 12);
            yield return ($"A holds and B stands by, {clocks}", With(pair, bounds));
            yield return ($"B has not heard A for three steps, {clocks}", With(Silence(pair), bounds));
            yield return ($"B hears three steps late that A handed over, {clocks}", With(LateHandover(pair), bounds));
        }
    }

    private static PairState Fresh((int A, int B) rates) =>
        new PairState(rates).After(new PairEvent(EventKind.Starts, 0)).After(new PairEvent(EventKind.Starts, 1));

    /// <summary>A and the register, while B is off.</summary>
    private static PairState Alone((int A, int B) rates)
    {
        var state = new PairState(rates).After(new PairEvent(EventKind.Starts, 0));
        while (state.Owners == 0 || state.Nodes[0].Core!.View(0).Groups[0].Phase != Core.Phase.Holding)
        {
            foreach (var kind in new[] { EventKind.RegisterAnswers, EventKind.TimePasses })
            {
                if (state.Next().Where(next => next.Kind == kind).Select(next => (PairEvent?)next).FirstOrDefault() is { } next)
                {
                    state = state.After(next);
                }
            }
        }

        return state;
    }

    private static PairState LateHandover(PairState state)
    {
        state.Commands = 1;
        state = state.After(new PairEvent(EventKind.Standby, 0));

        // A hears B, and B not A: without B's word that it is ready A hands over after two beats, and B hears of it three later.
        for (var step = 0; step < 5; step++)
        {
            state = state.After(new PairEvent(EventKind.TimePasses));
            while (Arrival(state, 1) is { } heard)
            {
                state = state.After(heard);
            }
        }

        return state.After(Arrival(state, 0)!.Value);
    }

    /// <summary>The oldest datagram of a node.</summary>
    private static PairEvent? Arrival(PairState state, int from) => state.Next()
        .Where(next => next.Kind == EventKind.Arrives && state.IsFrom(next, from)).Select(next => (PairEvent?)next).FirstOrDefault();

    /// <summary>Nothing arrives.</summary>
    private static PairState Silence(PairState state)
    {
        for (var step = 0; step < 3; step++)
        {
            state = state.After(new PairEvent(EventKind.TimePasses));
        }

        return state;
    }

    private static PairState With(PairState state, Bounds bounds)
    {
        (state.Steps, state.Crashes, state.Commands) = (bounds.Steps, bounds.Crashes, bounds.Commands);
        return state;
    }
}
