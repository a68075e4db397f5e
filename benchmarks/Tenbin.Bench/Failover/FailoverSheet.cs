namespace Tenbin.Bench.Failover;

/// <summary>All rounds of one kind of fault with one pair.</summary>
internal sealed class FailoverSheet(string name, TimeSpan? budget, IReadOnlyList<FailoverRound> rounds)
{
    public string Name => name;

    public TimeSpan? Budget => budget;

    public int Rounds => rounds.Count;

    public TimeSpan P50 => Percentile(50);

    public TimeSpan P99 => Percentile(99);

    public TimeSpan Most => Percentile(100);

    public long ProbesLost => rounds.Sum(round => round.ProbesLost);

    public int SessionsBroken => rounds.Sum(round => round.SessionsBroken);

    public int Sessions => rounds.Sum(round => round.Sessions);

    /// <summary>By nearest rank: with 30 rounds the p99 is the largest.</summary>
    private TimeSpan Percentile(int percent)
    {
        var sorted = rounds.Select(round => round.Outage).Order().ToArray();
        return sorted[Math.Max(1, ((sorted.Length * percent) + 99) / 100) - 1];
    }
}
