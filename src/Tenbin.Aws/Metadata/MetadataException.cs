namespace Tenbin.Aws.Metadata;

/// <summary>The instance's metadata service gives no answer that helps; the message says why and how to mend it.</summary>
public sealed class MetadataException : Exception
{
    /// <summary>With the words for the operator.</summary>
    public MetadataException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
