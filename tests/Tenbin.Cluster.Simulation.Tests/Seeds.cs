using System.Globalization;
using Tenbin.Cluster.Simulation.World;

namespace Tenbin.Cluster.Simulation;

/// <summary>How many schedules a run looks at.</summary>
internal static class Seeds
{
    /// <summary>In every run; <c>TENBIN_SEEDS=100000</c> asks for the full one.</summary>
    public static int Count { get; } =
        Environment.GetEnvironmentVariable("TENBIN_SEEDS") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 5_000;

    /// <summary>Runs a schedule again and tells its last events.</summary>
    public static string Explain(int seed, int length = 120)
    {
        var trace = new Trace(length);
        var failure = Schedule.Run(seed, trace);
        return $"seed {seed}: {failure ?? "all is well"}\n{trace}";
    }
}
