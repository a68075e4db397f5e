using Tenbin.Model.Configuration;

namespace Tenbin.Addresses;

/// <summary>
/// Moves addresses to this machine and away from it. Each call is idempotent, gives up when its token says so
/// (<see cref="OperationCanceledException"/>), and may be repeated after a crash of either side at any point. Calls for
/// different addresses may run at the same time.
/// </summary>
public interface IAddressMover
{
    /// <summary>Brings the address here and makes the network send to us, whoever had it before. Done already is success.</summary>
    /// <exception cref="ResourceException">It cannot be, with the reason and the remedy.</exception>
    Task Acquire(GroupAddress address, CancellationToken cancellation);

    /// <summary>Gives the address up. Not here is success.</summary>
    /// <exception cref="ResourceException">It could not be, and is still here.</exception>
    Task Release(GroupAddress address, CancellationToken cancellation);

    /// <summary>Asks the network who has the address; takes a moment.</summary>
    /// <exception cref="ResourceException">It cannot be told.</exception>
    Task<AddressHolder> WhoHolds(GroupAddress address, CancellationToken cancellation);

    /// <summary>Looks, on this machine only, whether what <see cref="Acquire"/> made is still there. Cheap: asked every second.</summary>
    /// <returns>Null when it is, else what is missing, as a clause for people.</returns>
    /// <exception cref="ResourceException">It cannot be told.</exception>
    /// <exception cref="RelievedException">Another machine has it, and it must not be taken back.</exception>
    Task<string?> FindFault(GroupAddress address, CancellationToken cancellation);
}
