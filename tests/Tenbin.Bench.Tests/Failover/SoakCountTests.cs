using Tenbin.Bench.Failover;
using Xunit;

namespace Tenbin.Bench.Tests.Failover;

public sealed class SoakCountTests
{
    private const string Owns = "2026-11-23 10:51:52 info     group 'front': owns the group in epoch 1: nobody owned it";
    private const string Fenced = "2026-11-23 10:51:53 warning  group 'front': no longer owns the group: its lease ran out";

    [Fact]
    public void The_first_owner_is_no_failover() => Assert.Equal(0, Count(Owns).Failovers);

    [Fact]
    public void Each_further_owner_is_a_failover_and_each_lost_lease_a_self_fencing()
    {
        var count = Count(Owns, Fenced, Owns, Fenced, Owns);

        Assert.Equal((2, 2), (count.Failovers, count.SelfFencings));
        Assert.Equal([Owns, Fenced, Owns, Fenced, Owns], count.Changes);
    }

    [Fact]
    public void Stalls_and_late_beats_are_counted_with_the_longest_of_them()
    {
        var count = Count(
            "warning  cluster: this node stood still for 31 ms",
            "warning  cluster: this node stood still for 24 ms",
            "warning  cluster: a beat of lvs02 came 67 ms after the one before; at 100 ms it counts as dead");

        Assert.Equal((2, 31, 1, 67), (count.Stalls, count.LongestStall, count.LateBeats, count.LatestBeat));
    }

    private static SoakCount Count(params IEnumerable<string> lines)
    {
        var count = new SoakCount();
        foreach (var line in lines)
        {
            count.Take(line);
        }

        return count;
    }
}
