namespace Tenbin.Director.Logs;

/// <summary>How a log line looks.</summary>
public enum LogLayout
{
    /// <summary><c>time level message</c>.</summary>
    Plain,

    /// <summary><c>&lt;N&gt;message</c>, N being the syslog level (sd-daemon(3)); journald adds the time.</summary>
    Journal,

    /// <summary>One JSON object a line.</summary>
    Json,
}
