using Microsoft.Extensions.Logging;

namespace Tenbin.Health.Monitoring;

internal sealed partial class ProbeScheduler
{
    [LoggerMessage(2003, LogLevel.Warning,
        "The check of {Target} has not stopped {Timeout} after its start, as it was told: it counts as failed until it does.")]
    private partial void LogHung(ProbeTarget target, TimeSpan timeout);

    [LoggerMessage(2004, LogLevel.Error,
        "The check of {Target} failed in a way that it should have explained; its real server counts as failed. Please report this.")]
    private partial void LogBroken(Exception error, ProbeTarget target);
}
