namespace Tenbin.Forwarding;

/// <summary>The data plane could not do what it was told; the message says what, where, why and how to mend it.</summary>
public sealed class DataPlaneException : Exception
{
    /// <summary>With a message for the operator.</summary>
    public DataPlaneException(string message) : base(message)
    {
    }

    /// <summary>With a message for the operator and the cause.</summary>
    public DataPlaneException(string message, Exception inner) : base(message, inner)
    {
    }
}
