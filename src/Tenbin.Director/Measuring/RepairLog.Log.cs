using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Measuring;

internal sealed partial class RepairLog
{
    [LoggerMessage(1043, LogLevel.Warning, "Put right: {Change}")]
    private partial void LogRepair(string change);

    [LoggerMessage(1044, LogLevel.Warning, "Put right: {Count} more in the last minute; another program may be working against this one")]
    private partial void LogMore(int count);
}
