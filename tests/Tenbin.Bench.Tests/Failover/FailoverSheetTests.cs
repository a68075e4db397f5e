using Tenbin.Bench.Failover;
using Xunit;

namespace Tenbin.Bench.Tests.Failover;

public sealed class FailoverSheetTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(30, 15, 30)]
    [InlineData(100, 50, 99)]
    [InlineData(200, 100, 198)]
    public void Percentiles_are_by_nearest_rank(int rounds, int p50, int p99)
    {
        var sheet = Sheet(Enumerable.Range(1, rounds).Reverse());

        Assert.Equal((p50, p99, rounds), (sheet.P50.TotalMilliseconds, sheet.P99.TotalMilliseconds, sheet.Most.TotalMilliseconds));
    }

    [Fact]
    public void Losses_of_all_rounds_are_summed()
    {
        var sheet = Sheet([1, 2, 3]);

        Assert.Equal((3, 6, 150), (sheet.ProbesLost, sheet.SessionsBroken, sheet.Sessions));
    }

    [Fact]
    public void A_budget_is_judged_for_Tenbin_alone()
    {
        var rounds = new[] { Round(501) };
        var text = FailoverTables.Crashes([new("ours", TimeSpan.FromMilliseconds(500), rounds), new("peer", null, rounds)]);

        Assert.Contains("≤ 500 ms: **missed**", text.Split('\n')[2], StringComparison.Ordinal);
        Assert.DoesNotContain("ms:", text.Split('\n')[3], StringComparison.Ordinal);
    }

    private static FailoverSheet Sheet(IEnumerable<int> milliseconds) => new("pair", null, [.. milliseconds.Select(Round)]);

    private static FailoverRound Round(int milliseconds) =>
        new(TimeSpan.FromMilliseconds(milliseconds), ProbesLost: 1, SessionsBroken: 2, Sessions: 50, Calm: TimeSpan.FromMilliseconds(6));
}
