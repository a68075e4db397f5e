namespace Tenbin.Director;

/// <summary>The daemon cannot start. The message is for the operator: what, why and how to mend it.</summary>
public sealed class StartupException : Exception
{
    /// <summary>With the exit status and one or more sentences, a line each.</summary>
    public StartupException(ExitStatus status, string message) : base(message) => Status = status;

    /// <summary>With the exit status, a sentence and the cause.</summary>
    public StartupException(ExitStatus status, string message, Exception cause) : base(message, cause) => Status = status;

    /// <summary>What the process exits with.</summary>
    public ExitStatus Status { get; }
}
