using System.Collections.Concurrent;
using Tenbin.Cluster.Simulation.World;
using Xunit;

namespace Tenbin.Cluster.Simulation;

public sealed class ExplorationTests(ITestOutputHelper output)
{
    /// <summary>Faults in one history; three in the full run.</summary>
    private static readonly int s_depth = Seeds.Count > 5_000 ? 3 : 2;

    [Fact]
    public void Invariant6_No_choice_of_faults_lets_both_nodes_of_a_pair_with_a_register_serve()
    {
        const int All = Exploration.Instants;
        var choices = All * Exploration.Kinds;
        var failures = new ConcurrentQueue<string>();
        var histories = 0L;
        Parallel.For(0, choices, first =>
        {
            var count = 0L;
            Explore([first], choices, failures, ref count);
            Interlocked.Add(ref histories, count);
        });
        output.WriteLine($"{histories} histories of up to {s_depth} faults: {Exploration.Kinds} kinds at {All} instants");
        Assert.Empty(failures);
    }

    private static void Explore(int[] faults, int choices, ConcurrentQueue<string> failures, ref long count)
    {
        count++;
        if (failures.Count < 20 && Exploration.Run(faults) is { } failure)
        {
            failures.Enqueue(failure);
        }

        if (faults.Length == s_depth)
        {
            return;
        }

        for (var next = faults[^1] + 1; next < choices; next++)
        {
            Explore([.. faults, next], choices, failures, ref count);
        }
    }
}
