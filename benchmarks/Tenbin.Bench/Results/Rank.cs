namespace Tenbin.Bench.Results;

/// <summary>Percentiles by nearest rank: of 30 figures the p99 is the largest.</summary>
internal static class Rank
{
    public static T Of<T>(int percent, IEnumerable<T> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted[Math.Max(1, ((sorted.Length * percent) + 99) / 100) - 1];
    }
}
