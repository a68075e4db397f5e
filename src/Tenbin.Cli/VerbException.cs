using Tenbin.Director;

namespace Tenbin.Cli;

/// <summary>A verb cannot do what it is told; each line of the message is a sentence for stderr.</summary>
internal sealed class VerbException(ExitStatus status, string message) : Exception(message)
{
    /// <summary>What the process exits with.</summary>
    public ExitStatus Status { get; } = status;
}
