using Tenbin.Demo.Article;

namespace Tenbin.Demo.Tests.Article;

public sealed class FlowTests
{
    [Fact]
    public void The_longest_gap_ends_in_the_time_asked_for_and_may_begin_before()
    {
        var flow = Requests.Flow(10, 10.05, 11.75, 11.8, 20, 20.05);

        var gap = flow.LongestGap(10.5, 15)!.Value;

        Assert.Equal((10.05, 11.75), (gap.LastGood, gap.FirstGood));
        Assert.Equal(20, flow.LongestGap(15, double.MaxValue)!.Value.FirstGood);
        Assert.Null(flow.LongestGap(30, double.MaxValue));
        Assert.Null(Requests.Flow(10).LongestGap(0, double.MaxValue));
    }

    [Fact]
    public void Answers_that_are_told_out_of_order_open_no_gap()
    {
        var flow = new Flow("web", 20);
        flow.Add(Requests.Answered(10, 10));
        flow.Add(Requests.Answered(10.1, 10.2));
        flow.Add(Requests.Answered(10.05, 10.1));

        Assert.Equal(100, flow.LongestGap(0, double.MaxValue)!.Value.Length.TotalMilliseconds, tolerance: 0.01);
    }

    [Fact]
    public void A_request_that_was_answered_late_ends_the_wait_only_if_it_was_sent_late_enough()
    {
        var flow = new Flow("web", 20);
        flow.Add(Requests.Answered(sent: 10, ended: 13));

        Assert.True(flow.HasAnswerSince(10));
        Assert.False(flow.HasAnswerSince(10.5));
    }

    [Fact]
    public void Requests_and_failures_belong_to_the_time_in_which_they_end()
    {
        var flow = Requests.Flow(10, 11, 12);
        flow.Add(Requests.Failed(sent: 9, ended: 11.5));

        Assert.Equal(1, flow.Requests(0, 11));
        Assert.Equal(2, flow.Requests(11, 12));
        Assert.Empty(flow.Failures(0, 11));
        Assert.Equal("timeout", Assert.Single(flow.Failures(11, 12)).Error);
    }

    [Fact]
    public void A_cell_counts_a_quarter_of_a_second_and_the_one_that_is_not_full_is_left_out()
    {
        var view = Requests.Flow(10.0, 10.1, 10.3, 10.8).View(since: 0, now: 10.9, cells: 5);

        // From 9.5: nothing, nothing, two, one, none.
        Assert.Equal([0, 0, 2, 1, 0], view.Cells);
        Assert.Equal(2, view.Unborn);
        Assert.Equal(5, view.PerCell);
        Assert.Equal(4, view.Answered);
        Assert.Equal(100, view.Waiting.TotalMilliseconds, tolerance: 0.01);
        Assert.Equal(500, view.LongestGap!.Value.TotalMilliseconds, tolerance: 0.01);
    }

    [Fact]
    public void Cells_that_began_before_the_first_answer_are_unborn_and_not_away()
    {
        Assert.Equal(5, new Flow("web", 20).View(0, 10.9, 5).Unborn);
        Assert.Equal(0, Requests.Flow(1, 2, 3).View(0, 10.9, 5).Unborn);
    }

    [Fact]
    public void What_ended_before_the_count_began_is_not_counted()
    {
        var flow = Requests.Flow(10, 11, 12);
        flow.Add(Requests.Failed(sent: 9, ended: 10.5));
        flow.CountFrom(11);

        Assert.Equal(2, flow.Requests(0, double.MaxValue));
        Assert.Empty(flow.Failures(0, double.MaxValue));
        var view = flow.View(since: 0, now: 12, cells: 4);
        Assert.Equal((2L, 0L), (view.Answered, view.Failed));
    }
}
