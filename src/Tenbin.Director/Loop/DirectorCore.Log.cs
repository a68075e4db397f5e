using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Loop;

internal sealed partial class DirectorCore
{
    private void LogBrought(ImmutableArray<string> changes)
    {
        foreach (var change in changes)
        {
            LogBroughtChange(change);
        }
    }

    [LoggerMessage(1010, LogLevel.Information, "Started: services {Services}, real servers {Servers}; health carried over for {Known}, set by operators {Overrides}")]
    private partial void LogStarted(int services, int servers, int known, int overrides);

    [LoggerMessage(1013, LogLevel.Information, "By command: {Change}")]
    private partial void LogOverride(string change);

    [LoggerMessage(1014, LogLevel.Error, "Drains and weights cannot be saved, the command is refused: {Cause}")]
    private partial void LogOverridesUnwritable(string cause);

    [LoggerMessage(1024, LogLevel.Information, "From {Node}: {Change}")]
    private partial void LogOverrideFrom(string node, string change);

    [LoggerMessage(1025, LogLevel.Information, "From {Node}: {Count} more drains and weights have changed")]
    private partial void LogOverridesFrom(string node, int count);

    [LoggerMessage(1015, LogLevel.Information, "Reloaded {File}: {Changes} changes")]
    private partial void LogReloaded(string file, int changes);

    [LoggerMessage(1016, LogLevel.Information, "Reload: {Change}")]
    private partial void LogReloadChange(string change);

    [LoggerMessage(1017, LogLevel.Error, "{Error}")]
    private partial void LogReloadError(string error);

    [LoggerMessage(1018, LogLevel.Error, "Reload of {File} refused, {Errors} errors: the configuration loaded at {LoadedAt:u} and its checks go on")]
    private partial void LogReloadRefused(string file, int errors, DateTimeOffset loadedAt);

    [LoggerMessage(1019, LogLevel.Debug, "Data plane: {Change}")]
    private partial void LogBroughtChange(string change);

    [LoggerMessage(EventId = 1020, Message = "{Warning}")]
    private partial void LogFootingLost(LogLevel level, string warning);

    [LoggerMessage(1021, LogLevel.Information, "{Service}: its real servers take new sessions again")]
    private partial void LogFootingBack(string service);
}
