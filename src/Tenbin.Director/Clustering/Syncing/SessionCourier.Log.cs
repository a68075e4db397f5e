using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Clustering.Syncing;

internal sealed partial class SessionCourier
{
    [LoggerMessage(1110, LogLevel.Warning, "Session sync begins anew in a moment, with full copies: {Problem}")]
    private partial void LogBroken(string problem);

    [LoggerMessage(1111, LogLevel.Warning, "{Count} changes of sessions found no room in the kernel's ring: the other nodes get a full copy instead")]
    private partial void LogLost(long count);
}
