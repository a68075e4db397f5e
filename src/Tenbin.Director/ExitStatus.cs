namespace Tenbin.Director;

/// <summary>Exit statuses of every verb; documented in <c>docs/cli.md</c>.</summary>
public enum ExitStatus
{
    /// <summary>Done.</summary>
    Good = 0,

    /// <summary>Failed; stderr says why.</summary>
    Failed = 1,

    /// <summary>The configuration file or the command line is wrong.</summary>
    BadUsage = 2,

    /// <summary>No daemon is running.</summary>
    NoDaemon = 3,

    /// <summary>Not permitted: needs root or a capability.</summary>
    NotPermitted = 4,
}
