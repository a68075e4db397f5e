using Microsoft.Extensions.Logging;

namespace Tenbin.Cluster.Driving;

public sealed partial class ClusterHeart
{
    [LoggerMessage(EventId = 5100, Message = "{About}: {Text}")]
    private partial void LogNotice(LogLevel level, string about, string text);

    [LoggerMessage(5101, LogLevel.Warning, "Node {Node} sent what this version cannot read: is it of another version?")]
    private partial void LogUnreadable(string node);

    [LoggerMessage(5102, LogLevel.Warning, "The heart runs as an ordinary thread, so a busy machine may delay it ({Reason}); it needs CAP_SYS_NICE and CAP_IPC_LOCK")]
    private partial void LogOrdinary(string reason);
}
