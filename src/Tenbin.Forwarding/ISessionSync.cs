namespace Tenbin.Forwarding;

/// <summary>
/// Sessions from one director's kernel to another's, so that they go on when their director is gone (invariant 3).
/// The kernel tells of sessions whose address is gated and open here, and takes none of them from others: who serves
/// an address knows best. One thread reads changes, one imports; both may run beside the reconciler.
/// </summary>
public interface ISessionSync
{
    /// <summary>
    /// Lets the kernel tell of changes, or not; stays as it is when the daemon ends. Off, it costs nothing. Whoever
    /// turns it on sends a full copy afterwards.
    /// </summary>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    void SetSync(bool isOn);

    /// <summary>Begins to read changes; one reader at a time.</summary>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    ISessionChanges OpenChanges();

    /// <summary>
    /// A full copy, chunk by chunk, each read from the kernel when the caller asks for it: a scope record for each
    /// address that this director serves now, then ties, then sessions. To keep the order of things, hand on a whole
    /// chunk before the changes that are read after it.
    /// </summary>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    IEnumerable<IReadOnlyList<SessionRecord>> Export();

    /// <summary>
    /// Enters what another director tells, with timers, loads and reply flows. May be repeated; what is older than what
    /// is there changes nothing. Servers that this director does not have, by address, are passed over.
    /// </summary>
    /// <param name="peer">Who tells; its copies are kept apart from other peers'.</param>
    /// <param name="records">In the order in which they came.</param>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    ImportReport Import(byte peer, ReadOnlySpan<SessionRecord> records);

    /// <summary>What <paramref name="peer"/> tells from now on is a full copy of its sessions, and changes since.</summary>
    void BeginCopy(byte peer);

    /// <summary>The copy is complete: ends every session of the addresses that it told of that was not in it.</summary>
    /// <returns>How many ended.</returns>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    int EndCopy(byte peer);
}
