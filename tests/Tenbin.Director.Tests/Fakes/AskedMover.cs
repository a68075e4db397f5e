using System.Collections.Concurrent;
using System.Net;
using Tenbin.Addresses;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>A mover that is asked who holds an address, and answers as the test says.</summary>
internal sealed class AskedMover : IAddressMover
{
    public ConcurrentQueue<IPAddress> Asked { get; } = [];

    public Func<CancellationToken, Task<AddressHolder>> Answer { get; set; } = _ => Task.FromResult(new AddressHolder(HolderKind.Nobody));

    /// <summary>What <see cref="FindFault"/> says.</summary>
    public string? Fault { get; set; }

    public Task Acquire(GroupAddress address, CancellationToken cancellation) => throw new NotSupportedException("it is only asked");

    public Task Release(GroupAddress address, CancellationToken cancellation) => throw new NotSupportedException("it is only asked");

    public Task<AddressHolder> WhoHolds(GroupAddress address, CancellationToken cancellation)
    {
        Asked.Enqueue(address.Address);
        return Answer(cancellation);
    }

    public Task<string?> FindFault(GroupAddress address, CancellationToken cancellation) => Task.FromResult(Fault);
}
