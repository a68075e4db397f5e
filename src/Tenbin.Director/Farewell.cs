using Microsoft.Extensions.Logging;

namespace Tenbin.Director;

/// <summary>The last line of an orderly end.</summary>
internal static partial class Farewell
{
    /// <summary>Says that traffic goes on.</summary>
    [LoggerMessage(1002, LogLevel.Information, "Stopped: traffic goes on as it is; health is not checked until the daemon is back, 'tenbin clear' ends the forwarding")]
    public static partial void Log(ILogger logger);
}
