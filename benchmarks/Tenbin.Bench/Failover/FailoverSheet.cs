namespace Tenbin.Bench.Failover;

/// <summary>All rounds of one kind of fault with one pair.</summary>
internal sealed class FailoverSheet(string name, TimeSpan? budget, IReadOnlyList<FailoverRound> rounds)
{
    public string Name => name;

    public TimeSpan? Budget => budget;

    public int Rounds => rounds.Count;

    public TimeSpan P50 => Percentile(50, rounds.Select(round => round.Outage));

    public TimeSpan P99 => Percentile(99, rounds.Select(round => round.Outage));

    public TimeSpan Most => rounds.Max(round => round.Outage);

    public TimeSpan CalmP50 => Percentile(50, rounds.Select(round => round.Calm));

    public TimeSpan CalmMost => rounds.Max(round => round.Calm);

    public long ProbesLost => rounds.Sum(round => round.ProbesLost);

    public int SessionsBroken => rounds.Sum(round => round.SessionsBroken);

    public int Sessions => rounds.Sum(round => round.Sessions);

    /// <summary>By nearest rank: with 30 rounds the p99 is the largest.</summary>
    private static TimeSpan Percentile(int percent, IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return sorted[Math.Max(1, ((sorted.Length * percent) + 99) / 100) - 1];
    }
}
