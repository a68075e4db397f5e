using Microsoft.Extensions.Logging;

namespace Tenbin.Addresses.Groups;

public sealed partial class GroupRunner
{
    private void Report(GroupEventKind kind, Resource? resource, string? reason)
    {
        switch (kind)
        {
            case GroupEventKind.Stopped:
                LogStopped(_group);
                break;
            case GroupEventKind.StartFailed:
                LogStartFailed(_group, resource?.Name, reason);
                break;
            case GroupEventKind.StopFailing:
                LogStopFailing(_group, resource?.Name, reason);
                break;
            case GroupEventKind.Restored:
                LogRestored(_group, resource?.Name, reason);
                break;
            case GroupEventKind.NotRestored:
                LogNotRestored(_group, resource?.Name, reason);
                break;
            case GroupEventKind.Failed:
                LogFailed(_group, resource?.Name, reason);
                break;
            case GroupEventKind.Relieved:
                LogRelieved(_group, resource?.Name, reason);
                break;
        }

        _report(new GroupEvent(_group, kind, resource?.Name, reason));
    }

    [LoggerMessage(4020, LogLevel.Information, "Group {Group} runs here, after {Milliseconds} ms.")]
    private partial void LogStarted(string group, long milliseconds);

    [LoggerMessage(4021, LogLevel.Information, "Group {Group} is stopped here.")]
    private partial void LogStopped(string group);

    [LoggerMessage(4022, LogLevel.Error, "Group {Group} cannot start here, as {Resource} failed: {Reason}. What had started is stopped again.")]
    private partial void LogStartFailed(string group, string? resource, string? reason);

    [LoggerMessage(4023, LogLevel.Error, "Group {Group}: {Resource} does not stop: {Reason}. It is tried again; its addresses are fenced by the gate meanwhile.")]
    private partial void LogStopFailing(string group, string? resource, string? reason);

    [LoggerMessage(4024, LogLevel.Warning, "Group {Group}: {Resource} had gone and was put back: {Reason}. Find out who removed it.")]
    private partial void LogRestored(string group, string? resource, string? reason);

    [LoggerMessage(4025, LogLevel.Error, "Group {Group}: {Resource} has gone and cannot be put back: {Reason}. It is tried again.")]
    private partial void LogNotRestored(string group, string? resource, string? reason);

    [LoggerMessage(4026, LogLevel.Error, "Group {Group}: {Resource} has failed three times within a minute, the last time because: {Reason}. The group should move.")]
    private partial void LogFailed(string group, string? resource, string? reason);

    [LoggerMessage(4027, LogLevel.Error, "Group {Group}: {Resource} was taken by another machine: {Reason}. It is not taken back; the group should stop here.")]
    private partial void LogRelieved(string group, string? resource, string? reason);
}
