namespace Tenbin.Forwarding;

/// <summary>
/// The gate of a cluster's addresses (invariant 6). Every address of a group is dead on this machine, inwards and
/// outwards and in ARP and ND, unless the deadline of its group lies ahead. What is set here outlives the daemon: with
/// nobody to move the deadline on, time closes the gate.
/// </summary>
public interface IGate
{
    /// <summary>Indexes of groups are below this.</summary>
    const int MaxGroups = 256;

    /// <summary>Gated addresses, of all groups together, are no more than this.</summary>
    const int MaxAddresses = 4096;

    /// <summary>
    /// Gates the addresses of <paramref name="groups"/> and no others. A group that was there by the same name and
    /// index keeps its deadline, any other starts closed. On return the programs that enforce it are in place: so call
    /// this before an address of a new group is put on an interface, and after those of a removed one are taken off.
    /// A daemon without a cluster calls it with an empty list, since an earlier one may have had groups. While an
    /// index changes hands nobody may set its deadline.
    /// </summary>
    /// <exception cref="ArgumentException">An index, name or address is there twice, or there are too many.</exception>
    /// <exception cref="DataPlaneException">The kernel refused; addresses gated so far stay gated, the next call goes on.</exception>
    void SetGroups(IReadOnlyList<GatedGroup> groups);

    /// <summary>
    /// Opens the gate of a group until <paramref name="bootNanoseconds"/>, or closes it. One store: allocates nothing,
    /// makes no system call, and may be called from any thread beside all else.
    /// </summary>
    /// <param name="group">Its index.</param>
    /// <param name="bootNanoseconds">
    /// Absolute time on CLOCK_BOOTTIME (<see cref="Linux.Clock.BootTime"/>), from which on the gate is closed; what has
    /// passed, 0 or less: closed now.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">No such index.</exception>
    void SetDeadline(int group, long bootNanoseconds);

    /// <summary>The deadline as the kernel has it, in nanoseconds on CLOCK_BOOTTIME; 0 when it was never set.</summary>
    /// <param name="group">Its index.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such index.</exception>
    long ReadDeadline(int group);
}
