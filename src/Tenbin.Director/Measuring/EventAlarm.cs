using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Measuring;

/// <summary>Says when a packet event rises: at once, then at most once a minute for each event.</summary>
internal sealed partial class EventAlarm(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _quiet = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (long Count, long? SaidAt)> _said = [];

    /// <summary>Compares with what was said last. What was counted before the first call is not news.</summary>
    public void Observe(ImmutableSortedDictionary<string, long> events)
    {
        var first = _said.Count == 0;
        foreach (var (name, count) in events)
        {
            var (before, saidAt) = _said.GetValueOrDefault(name);
            if (first || count < before)
            {
                _said[name] = (count, saidAt);
            }
            else if (count > before && (saidAt is null || time.GetElapsedTime(saidAt.Value) >= _quiet))
            {
                LogEvent(name, count - before, count);
                _said[name] = (count, time.GetTimestamp());
            }
        }
    }
}
