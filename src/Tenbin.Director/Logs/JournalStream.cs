namespace Tenbin.Director.Logs;

/// <summary>Finds out whether stderr goes to the journal (systemd.exec(5), <c>JOURNAL_STREAM</c>).</summary>
public static class JournalStream
{
    /// <summary>True when stderr is the very socket that systemd named, not one that replaced it since.</summary>
    public static bool IsStandardError()
    {
        var stream = Environment.GetEnvironmentVariable("JOURNAL_STREAM");
        return stream is not null
            && stream.Split(':') is [_, var inode]
            && new FileInfo("/proc/self/fd/2").LinkTarget == $"socket:[{inode}]";
    }
}
