using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Findings;

internal sealed partial class FindingsFile
{
    [LoggerMessage(1030, LogLevel.Warning, "Findings in {Path} cannot be read, every server starts unknown: {Cause}")]
    private partial void LogUnreadable(string path, string cause);

    [LoggerMessage(1031, LogLevel.Warning, "Findings cannot be written to {Path}; a restart now would start with every server unknown: {Cause}")]
    private partial void LogUnwritable(string path, string cause);
}
