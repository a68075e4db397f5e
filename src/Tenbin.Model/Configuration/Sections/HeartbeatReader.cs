using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>heartbeat</c>: a named timing, or keys.</summary>
internal static class HeartbeatReader
{
    private const string Example = "{ every: 100ms, dead-after: 400ms }";

    private static readonly string[] Keys = ["every", "dead-after", "round-trip", "stall-allowance", "restart-grace"];
    private static readonly (string, bool)[] Named = [("fast", true)];

    /// <summary>The default stands in for what is missing or wrong.</summary>
    public static HeartbeatTiming Read(Value? value)
    {
        if (value is { IsScalar: true })
        {
            return value.Choice($"a named timing (any other is given as keys, e.g. {Example})", Named) is null
                ? HeartbeatTiming.Default
                : HeartbeatTiming.Fast;
        }

        if (value?.Section("heartbeat of the cluster", Keys, Example) is not { } section)
        {
            return HeartbeatTiming.Default;
        }

        var complete = true;
        var defaults = HeartbeatTiming.Default;
        var timing = new HeartbeatTiming
        {
            Every = Read("every", HeartbeatRules.ShortestEvery, TimeSpan.FromSeconds(1), defaults.Every),
            DeadAfter = Read("dead-after", TimeSpan.FromMilliseconds(20), HeartbeatRules.LongestDeadAfter, defaults.DeadAfter),
            RoundTrip = Read("round-trip", HeartbeatRules.ShortestAllowance, TimeSpan.FromSeconds(1), defaults.RoundTrip),
            StallAllowance = Read("stall-allowance", HeartbeatRules.ShortestAllowance, TimeSpan.FromSeconds(5), defaults.StallAllowance),
            RestartGrace = Read("restart-grace", TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(5), defaults.RestartGrace),
        };
        if (complete)
        {
            HeartbeatRules.Check(section, timing);
        }

        return timing;

        TimeSpan Read(string key, TimeSpan least, TimeSpan most, TimeSpan otherwise)
        {
            var written = section.Find(key);
            var read = written?.Duration(least, most);
            complete &= written is null || read is not null;
            return read ?? otherwise;
        }
    }
}
