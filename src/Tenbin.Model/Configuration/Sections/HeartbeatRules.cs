using System.Globalization;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>The inequalities between the times of a heartbeat, each refused with the numbers that break it.</summary>
internal static class HeartbeatRules
{
    public static readonly TimeSpan ShortestEvery = TimeSpan.FromMilliseconds(5);
    public static readonly TimeSpan ShortestAllowance = TimeSpan.FromMilliseconds(1);

    // Its lease stays below the longest restart grace.
    public static readonly TimeSpan LongestDeadAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>Reports each inequality that does not hold.</summary>
    public static void Check(Section section, HeartbeatTiming timing)
    {
        // A number computed from one that the environment gave would show it (invariant 9).
        var hidden = section.Entries.Any(entry => entry.Value.IsSubstituted);
        if (timing.DeadAfter <= 2 * timing.Every)
        {
            section.Fail("'dead-after' must be more than twice 'every', or one lost heartbeat counts as a death"
                + (hidden ? "; lengthen it, or shorten 'every'" : $": it is {Show(timing.DeadAfter)}, 'every' {Show(timing.Every)}; {Remedies(timing)}"));
        }
        else if (timing.Hold < timing.LeastHold)
        {
            section.Fail("a lease must outlast three renewals, a round trip and a stall: H = 0.97 · 0.95 · dead-after ≥ 3 · every + round-trip + stall-allowance"
                + (hidden ? "; lengthen 'dead-after', or shorten one of the others" : $", but {Sum(timing)}; {Remedies(timing)}"));
        }

        if (timing.RestartGrace < timing.Lease)
        {
            section.Fail("'restart-grace' must be at least the lease, L = 0.95 · dead-after"
                + (hidden ? "; lengthen it" : $", but {Show(timing.RestartGrace)} < {Show(timing.Lease)}; give at least {Show(WholeSteps(timing.Lease))}, or leave it out"));
        }
    }

    private static string Sum(HeartbeatTiming timing) =>
        $"{Show(timing.Hold)} < 3 · {Show(timing.Every)} + {Show(timing.RoundTrip)} + {Show(timing.StallAllowance)} = {Show(timing.LeastHold)}";

    // The smallest change of one key that mends it; a key is left out when no allowed value of it would.
    private static string Remedies(HeartbeatTiming timing)
    {
        var remedies = new List<string>();
        var deadAfter = timing.DeadAfter;
        while ((timing with { DeadAfter = deadAfter }).Hold < timing.LeastHold)
        {
            deadAfter += Step;
        }

        if (deadAfter <= LongestDeadAfter)
        {
            remedies.Add($"raise 'dead-after' to {Show(deadAfter)}");
        }

        Lower("every", (timing.Hold - timing.RoundTrip - timing.StallAllowance) / 3, ShortestEvery);
        Lower("stall-allowance", timing.StallAllowance - (timing.LeastHold - timing.Hold), ShortestAllowance);
        return remedies.Count == 0 ? "shorten 'every', 'round-trip' and 'stall-allowance'" : Display.Either(remedies);

        void Lower(string key, TimeSpan most, TimeSpan least)
        {
            if (most >= least)
            {
                remedies.Add($"lower '{key}' to {Show(new TimeSpan(most.Ticks / Step.Ticks * Step.Ticks))}");
            }
        }
    }

    private static TimeSpan WholeSteps(TimeSpan time) => new((time.Ticks + Step.Ticks - 1) / Step.Ticks * Step.Ticks);

    private static string Show(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.####}ms");
}
