using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Loop;

/// <summary>Says, at most once a minute each, that settings of a peer cannot be saved or read: they come again every second.</summary>
internal sealed partial class SettingsTrouble(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _quiet = TimeSpan.FromMinutes(1);
    private long? _unsavedSaidAt;
    private long? _unreadSaidAt;

    /// <summary>They could not be written to the disk.</summary>
    public void Unsaved(string node, string cause)
    {
        if (IsDue(ref _unsavedSaidAt))
        {
            LogUnsaved(node, cause);
        }
    }

    /// <summary>A payload made no sense.</summary>
    public void Unread(string node)
    {
        if (IsDue(ref _unreadSaidAt))
        {
            LogUnread(node);
        }
    }

    private bool IsDue(ref long? saidAt)
    {
        if (saidAt is { } said && time.GetElapsedTime(said) < _quiet)
        {
            return false;
        }

        saidAt = time.GetTimestamp();
        return true;
    }

    [LoggerMessage(1026, LogLevel.Error, "Drains and weights from {Node} cannot be saved, so they are not in force here: {Cause}; trying again every second")]
    private partial void LogUnsaved(string node, string cause);

    [LoggerMessage(1027, LogLevel.Warning, "{Node} sent drains and weights that this version cannot read; is it of another version?")]
    private partial void LogUnread(string node);
}
