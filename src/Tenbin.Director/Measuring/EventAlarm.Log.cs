using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Measuring;

internal sealed partial class EventAlarm
{
    [LoggerMessage(1042, LogLevel.Warning, "Packet event {Event}: {New} more, {Total} in all")]
    private partial void LogEvent(string @event, long @new, long total);
}
