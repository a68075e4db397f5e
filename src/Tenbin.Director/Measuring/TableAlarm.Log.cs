using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Measuring;

internal sealed partial class TableAlarm
{
    [LoggerMessage(EventId = 1040, Message = "The session table is {Percent} % full, {Sessions} of {Limit}: when it is full, new sessions fall under data-plane.full-table")]
    private partial void LogFilling(LogLevel level, string percent, long sessions, long limit);

    [LoggerMessage(1041, LogLevel.Information, "The session table is down to {Percent} %, {Sessions} of {Limit}")]
    private partial void LogEasing(string percent, long sessions, long limit);
}
