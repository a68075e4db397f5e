using Tenbin.Lab.Load;
using Xunit;

namespace Tenbin.Lab.Tests.Load;

public sealed class ProbeLogTests
{
    [Fact]
    public void The_longest_gap_is_between_two_answers_that_follow_each_other()
    {
        var log = Answered((1, 10.000), (2, 10.005), (3, 10.010), (53, 10.261), (54, 10.266));

        var gap = log.LongestGap(since: 0)!.Value;

        Assert.Equal((10.010, 10.261), (gap.LastGood, gap.FirstGood));
        Assert.Equal(251, gap.Length.TotalMilliseconds, tolerance: 0.01);
    }

    [Fact]
    public void A_gap_that_began_before_the_fault_counts_from_the_last_good_answer()
    {
        var log = Answered((1, 10.000), (2, 10.005), (20, 10.100), (21, 10.105));

        Assert.Equal(10.005, log.LongestGap(since: 10.050)!.Value.LastGood);
    }

    [Fact]
    public void Gaps_that_ended_before_the_fault_do_not_count()
    {
        var log = Answered((1, 10.0), (200, 11.0), (201, 11.005), (202, 11.015), (203, 11.020));

        var gap = log.LongestGap(since: 11.001)!.Value;

        Assert.Equal((11.005, 11.015), (gap.LastGood, gap.FirstGood));
    }

    [Fact]
    public void Answers_that_overtake_each_other_open_no_gap()
    {
        var log = Answered((1, 10.000), (3, 10.012), (2, 10.011), (4, 10.016));

        Assert.Equal(11, log.LongestGap(since: 0)!.Value.Length.TotalMilliseconds, tolerance: 0.01);
        Assert.Equal(0, log.Lost(since: 0));
    }

    [Fact]
    public void Without_two_answers_there_is_no_gap() => Assert.Null(Answered((1, 10.0)).LongestGap(since: 0));

    [Fact]
    public void Probes_without_an_answer_are_lost_whether_or_not_they_were_given_up()
    {
        var log = Answered((1, 10.000), (2, 10.005), (7, 10.030), (8, 10.035));
        log.Add(new(3, 10.005, null, null, "timeout"));

        Assert.Equal(4, log.Lost(since: 10.010));
        Assert.Equal(0, log.Lost(since: 10.033));
    }

    [Fact]
    public void It_is_steady_again_once_enough_probes_in_a_row_were_sent_after_the_fault_and_answered()
    {
        var log = Answered((1, 10.000), (2, 10.005), (60, 10.305), (61, 10.310));

        Assert.True(log.IsSteady(since: 10.2, inARow: 2));
        Assert.False(log.IsSteady(since: 10.2, inARow: 3));
        Assert.False(log.IsSteady(since: 10.308, inARow: 2));
    }

    [Fact]
    public void All_probes_are_listed_by_number()
    {
        var log = Answered((1, 10.000), (3, 10.012));
        log.Add(new(2, 10.005, null, null, "timeout"));

        Assert.Equal([1L, 2L, 3L], log.Records.Select(record => record.Number));
        Assert.Equal(3, log.Last!.Number);
    }

    /// <summary>Each was sent 1 ms before its answer came.</summary>
    private static ProbeLog Answered(params IEnumerable<(long Number, double At)> answers)
    {
        var log = new ProbeLog();
        foreach (var (number, at) in answers)
        {
            log.Add(new(number, at - 0.001, at, "server"));
        }

        return log;
    }
}
