using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Measuring;

/// <summary>Says once when the session table passes 80 % and 95 %, and once when it is back; 5 % of hysteresis.</summary>
internal sealed partial class TableAlarm(ILogger logger)
{
    private const double High = 0.80;
    private const double Critical = 0.95;
    private const double Hysteresis = 0.05;
    private int _level;

    /// <summary>A warning for <c>status</c> while the table is nearly full, else null.</summary>
    public string? Observe(long sessions, long limit)
    {
        var use = limit > 0 ? (double)sessions / limit : 0;
        var level = use >= Critical || (_level == 2 && use > Critical - Hysteresis) ? 2
            : use >= High || (_level >= 1 && use > High - Hysteresis) ? 1
            : 0;
        var percent = (use * 100).ToString("0", CultureInfo.InvariantCulture);
        if (level > _level)
        {
            LogFilling(level == 2 ? LogLevel.Critical : LogLevel.Warning, percent, sessions, limit);
        }
        else if (level < _level)
        {
            LogEasing(percent, sessions, limit);
        }

        _level = level;
        return level == 0
            ? null
            : $"the session table is {percent} % full ({sessions} of {limit}): raise data-plane.limits.sessions, or shorten the timeouts";
    }
}
