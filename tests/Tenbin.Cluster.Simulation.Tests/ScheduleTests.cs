using System.Collections.Concurrent;
using Tenbin.Cluster.Simulation.World;
using Xunit;

namespace Tenbin.Cluster.Simulation;

public sealed class ScheduleTests
{
    [Fact]
    public void Invariants_6_and_7_hold_in_every_schedule()
    {
        var failures = new ConcurrentQueue<(int Seed, string Text)>();
        Parallel.For(0, Seeds.Count, (seed, state) =>
        {
            if (Schedule.Run(seed) is { } failure)
            {
                failures.Enqueue((seed, failure));
                if (failures.Count >= 40)
                {
                    state.Stop();
                }
            }
        });

        if (!failures.IsEmpty)
        {
            var first = failures.OrderBy(failure => failure.Seed).ToArray();
            Assert.Fail($"{string.Join('\n', first.Select(failure => $"seed {failure.Seed}: {failure.Text}"))}\n\n{Seeds.Explain(first[0].Seed)}");
        }
    }
}
