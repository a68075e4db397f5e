namespace Tenbin.Addresses;

/// <summary>
/// The network has given an address to another machine, and this one's right to it is not beyond doubt: it must not be taken
/// back. The message is a clause for people.
/// </summary>
public sealed class RelievedException : Exception
{
    /// <summary>With the words for the operator.</summary>
    public RelievedException(string message) : base(message)
    {
    }
}
