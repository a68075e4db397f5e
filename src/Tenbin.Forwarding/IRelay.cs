namespace Tenbin.Forwarding;

/// <summary>
/// A planned move without a gap: the old owner sends on what still comes to it, and the next owner forwards that before its own
/// gate is open. What is relayed shows that its sender does not forward itself any more, so never two do (invariant 6).
/// </summary>
public interface IRelay
{
    /// <summary>Where this machine is, on every interface that it forwards on.</summary>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    IReadOnlyList<NodePlace> OwnPlaces();

    /// <summary>Takes what another node says of itself; in force with the next <see cref="IDataPlane.Reconcile"/>. From any thread.</summary>
    void SetPlaces(byte node, IReadOnlyList<NodePlace> places);

    /// <summary>While the gate of a group is closed, sends what comes for it on to a node; ends <see cref="Accept"/>. One store, as <see cref="IGate.SetDeadline"/>.</summary>
    /// <param name="group">Its index.</param>
    /// <param name="node">Where to.</param>
    /// <param name="until">Nanoseconds of the boot clock.</param>
    void Relay(int group, byte node, long until);

    /// <summary>While the gate of a group is closed, forwards what a node relays; ends <see cref="Relay"/>. One store.</summary>
    /// <param name="group">Its index.</param>
    /// <param name="node">Who relays.</param>
    /// <param name="until">Nanoseconds of the boot clock.</param>
    void Accept(int group, byte node, long until);
}
