using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Loop;

/// <summary>Says that the data plane fails: at once, when the reason changes, then once a minute; and when it is over.</summary>
internal sealed partial class PlaneTrouble(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _quiet = TimeSpan.FromMinutes(1);
    private string? _said;
    private long _saidAt;
    private long _since;

    /// <summary>It failed.</summary>
    public void Observe(string reason)
    {
        if (_said is null)
        {
            _since = time.GetTimestamp();
        }

        if (_said != reason || time.GetElapsedTime(_saidAt) >= _quiet)
        {
            LogTrouble(reason);
            (_said, _saidAt) = (reason, time.GetTimestamp());
        }
    }

    /// <summary>It works.</summary>
    public void Over()
    {
        if (_said is not null)
        {
            LogOver(Status.Spans.Text(time.GetElapsedTime(_since)));
            _said = null;
        }
    }

    [LoggerMessage(1022, LogLevel.Error, "The data plane fails, trying again every second: {Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(1023, LogLevel.Information, "The data plane works again after {Lasted}")]
    private partial void LogOver(string lasted);
}
