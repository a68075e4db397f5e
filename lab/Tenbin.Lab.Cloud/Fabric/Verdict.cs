namespace Tenbin.Lab.Cloud.Fabric;

/// <summary>What becomes of a frame: it goes out at one port, as it now stands in its buffer, or nowhere.</summary>
/// <param name="Port">Where it goes; <see cref="MetadataPort"/> is the metadata service's.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Reason">Why it goes nowhere; <see cref="DropReason.None"/> when it goes.</param>
public readonly record struct Verdict(int Port, int Length, DropReason Reason)
{
    public const int MetadataPort = 0;

    public bool IsDropped => Reason != DropReason.None;

    public static Verdict Drop(DropReason reason) => new(-1, 0, reason);

    public static Verdict Deliver(int port, int length) => new(port, length, DropReason.None);
}
