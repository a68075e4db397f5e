using Tenbin.Bench.Results;

namespace Tenbin.Bench.Failover;

/// <summary>All rounds of one kind of fault with one pair.</summary>
internal sealed class FailoverSheet(string name, TimeSpan? budget, IReadOnlyList<FailoverRound> rounds)
{
    public string Name => name;

    public TimeSpan? Budget => budget;

    public int Rounds => rounds.Count;

    public TimeSpan P50 => Rank.Of(50, rounds.Select(round => round.Outage));

    public TimeSpan P99 => Rank.Of(99, rounds.Select(round => round.Outage));

    public TimeSpan Most => rounds.Max(round => round.Outage);

    public TimeSpan CalmP50 => Rank.Of(50, rounds.Select(round => round.Calm));

    public TimeSpan CalmMost => rounds.Max(round => round.Calm);

    public long ProbesLost => rounds.Sum(round => round.ProbesLost);

    public int SessionsBroken => rounds.Sum(round => round.SessionsBroken);

    public int Sessions => rounds.Sum(round => round.Sessions);
}
