using Tenbin.Cli.Screen;
using Tenbin.Demo.Article;
using Tenbin.Lab.Load;

namespace Tenbin.Demo.Tests.Article;

public sealed class VerdictTests
{
    private static readonly Verdict s_good = new()
    {
        Bound = new(TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(1)),
        Crash = new Outage(10, 11.7),
        Requests = 5_000,
        Failures = [],
        Broken = [],
    };

    [Fact]
    public void The_bound_is_the_sum_of_its_parts_and_three_tenths()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), s_good.Bound.Whole);
        Assert.Equal("dead-after 0.4 s + API 0.3 s + the fabric's convergence 1.0 s + 0.3 s = 2.0 s", s_good.Bound.ToString());
    }

    [Theory]
    [InlineData(11.7, true)]
    [InlineData(12, true)]
    [InlineData(12.1, false)]
    public void An_outage_is_good_up_to_its_bound(double firstGood, bool good) =>
        Assert.Equal(good, (s_good with { Crash = new Outage(10, firstGood) }).IsGood);

    [Fact]
    public void A_crash_that_was_not_measured_is_not_good() => Assert.False((s_good with { Crash = null }).IsGood);

    [Fact]
    public void A_broken_connection_is_not_good() => Assert.False((s_good with { Broken = [Requests.Failed(10, 11, "reset")] }).IsGood);

    [Theory]
    [InlineData(9, 9.9, false)]
    [InlineData(9.9, 14.9, true)]
    [InlineData(10.5, 15.5, true)]
    [InlineData(11.8, 16.8, false)]
    public void A_failure_is_explained_when_the_request_was_on_its_way_in_the_outage(double sent, double ended, bool explained)
    {
        var verdict = s_good with { Failures = [Requests.Failed(sent, ended)] };

        Assert.Equal(explained, !verdict.Unexplained.Any());
        Assert.Equal(explained, verdict.IsGood);
    }

    [Fact]
    public void The_last_line_is_for_programs()
    {
        Assert.Equal("demo: 5000 requests, 0 failed, outage 1700 ms", Last(s_good));
        Assert.Equal("demo: 5000 requests, 0 failed, outage not measured", Last(s_good with { Crash = null }));
        Assert.Equal(
            "demo: 5000 requests, 2 failed, outage 1700 ms",
            Last(s_good with { Failures = [Requests.Failed(10, 15)], Broken = [Requests.Failed(10, 15)] }));
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        var text = Text(s_good with
        {
            Crash = new Outage(10, 13), Failures = [Requests.Failed(10, 15), Requests.Failed(20, 25)], Broken = [Requests.Failed(10, 11, "reset")],
        });

        Assert.Contains("1 of the failed were on their way", text, StringComparison.Ordinal);
        Assert.Contains("not explained: http://203.0.113.10:80/: timeout", text, StringComparison.Ordinal);
        Assert.Contains("an established connection broke: 198.51.100.10:40000 to http://203.0.113.10:80/: reset", text, StringComparison.Ordinal);
        Assert.Contains("beyond its bound", text, StringComparison.Ordinal);
    }

    private static string Text(Verdict verdict) => string.Join('\n', Lines(verdict));

    private static string Last(Verdict verdict) => Lines(verdict).Last();

    private static IEnumerable<string> Lines(Verdict verdict) => ArticleSummary.Lines(verdict).Select((Line line) => line.Render(colour: false));
}
