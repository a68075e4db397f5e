namespace Tenbin.Cluster.Simulation.World;

/// <summary>Many schedules.</summary>
public static class Schedules
{
    private const int Chunk = 64;

    /// <summary>The first seed of a range whose schedule violates a property; null = none.</summary>
    public static string? FirstFailure(int first, int count)
    {
        for (var seed = first; seed < first + count; seed += Chunk)
        {
            var failures = new string?[Math.Min(Chunk, first + count - seed)];
            var start = seed;
            Parallel.For(0, failures.Length, index => failures[index] = Schedule.Run(start + index));
            if (Array.FindIndex(failures, failure => failure is not null) is var found and >= 0)
            {
                return $"seed {seed + found}: {failures[found]}";
            }
        }

        return null;
    }
}
