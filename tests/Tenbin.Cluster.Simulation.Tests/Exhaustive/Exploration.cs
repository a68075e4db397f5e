using System.Collections.Concurrent;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>How far a look goes.</summary>
/// <param name="Events">Besides the passing of time.</param>
/// <param name="Steps">Of time.</param>
/// <param name="Crashes">Of daemons and machines, among the events.</param>
/// <param name="Commands">Of operators, among the events.</param>
public sealed record Bounds(int Events, int Steps, int Crashes, int Commands);

/// <summary>A look at everything within bounds, from every start.</summary>
public static class Exploration
{
    /// <summary>In every run.</summary>
    public static Bounds[] Usual { get; } = [new(4, 6, 0, 0), new(3, 5, 1, 0), new(3, 5, 0, 1)];

    /// <summary>Looks as usual.</summary>
    public static string? FirstFailure(int moreEvents) =>
        Usual.Select(bounds => Run(bounds with { Events = bounds.Events + moreEvents }, out _, out _)).FirstOrDefault(failure => failure is not null);

    /// <returns>What it found, and where it began; null = nothing.</returns>
    public static string? Run(Bounds bounds, out int states, out long events)
    {
        var failures = new ConcurrentQueue<string>();
        var (allStates, allEvents) = (0, 0L);
        Parallel.ForEach(Starts.All(bounds), (start, loop) =>
        {
            var explorer = new Explorer();
            if (explorer.Run(start.State, bounds.Events) is { } failure)
            {
                failures.Enqueue($"{start.Name}: {failure}");
                loop.Stop();
            }

            Interlocked.Add(ref allStates, explorer.States);
            Interlocked.Add(ref allEvents, explorer.Events);
        });
        (states, events) = (allStates, allEvents);
        return failures.TryPeek(out var first) ? first : null;
    }
}
