using Tenbin.Bench.Failover.Aws;
using Xunit;

namespace Tenbin.Bench.Tests.Failover;

public sealed class AwsSheetTests
{
    [Fact]
    public void Phases_stand_in_the_order_in_which_they_come_about_with_p50_and_p99_of_each_case()
    {
        var lines = Table([Sheet(1, 2.6, 1.7, 1.8, 2.4), Sheet(0, 1.6, 0.9, 1.0, 1.1)]);

        Assert.Equal("seconds | neighbours told after 1 s: p50, p99 | neighbours told at once: p50, p99", lines[0]);
        Assert.Equal(
            ["last word of the old owner until the lease", "assign: call to answer", "moved in the VPC's book until the first answer: reads", "outage: reads", "budget: dead-after + API + announcement + 0.3 s"],
            lines.Skip(2).Select(line => line.Split(" | ")[0]));
        Assert.Equal("outage: reads | 1.800, 2.400 | 1.000, 1.100", lines[5]);
        Assert.Equal("assign: call to answer | 0.310, 0.310 | 0.310, 0.310", lines[3]);
        Assert.EndsWith("p99 ≤ 2.6: met | p99 ≤ 1.6: met", lines[6], StringComparison.Ordinal);
    }

    [Fact]
    public void An_outage_beyond_the_bound_misses_the_budget() =>
        Assert.EndsWith("p99 ≤ 2.6: **missed**", Table([Sheet(1, 2.6, 1.7, 2.61)])[^1], StringComparison.Ordinal);

    private static AwsSheet Sheet(int announcement, double bound, params double[] outages) => new(
        TimeSpan.FromSeconds(announcement), TimeSpan.FromSeconds(bound),
        [
            .. outages.Select(outage => new AwsRound(
                new Dictionary<string, double> { ["assign"] = 0.31, ["silence"] = 1.01 }, new Dictionary<string, double> { ["reads"] = outage },
                new Dictionary<string, double> { ["reads"] = 0.1 })),
        ]);

    private static string[] Table(IReadOnlyList<AwsSheet> sheets) =>
        [.. AwsSheet.Table(sheets).TrimEnd().Split('\n').Select(line => System.Text.RegularExpressions.Regex.Replace(line.Trim('|', ' '), @" +\|", " |"))];
}
