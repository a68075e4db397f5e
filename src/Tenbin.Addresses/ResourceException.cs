namespace Tenbin.Addresses;

/// <summary>An address or script could not be started, stopped or looked at. The message says what, why and how to mend it.</summary>
public sealed class ResourceException : Exception
{
    /// <summary>With the words for the operator.</summary>
    public ResourceException(string message) : base(message)
    {
    }

    /// <summary>With the words for the operator and the cause.</summary>
    public ResourceException(string message, Exception cause) : base(message, cause)
    {
    }
}
