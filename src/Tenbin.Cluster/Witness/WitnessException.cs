namespace Tenbin.Cluster.Witness;

/// <summary>The witness gave no usable answer; the message tells the operator which endpoint failed and why.</summary>
public sealed class WitnessException : Exception
{
    /// <summary>With the reason.</summary>
    public WitnessException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
