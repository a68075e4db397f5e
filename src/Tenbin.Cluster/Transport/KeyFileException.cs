namespace Tenbin.Cluster.Transport;

/// <summary>A key file cannot be used, or is not in the state that a step of its rotation needs. No message holds any of its content.</summary>
public sealed class KeyFileException : Exception
{
    internal KeyFileException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
