using System.Collections.Concurrent;
using System.Net;
using Tenbin.Addresses;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Tests.Fakes;

/// <summary>The operating system's side.</summary>
internal sealed class FakeLocal : IAddressMover
{
    public ConcurrentDictionary<IPAddress, bool> Held { get; } = [];

    public Task Acquire(GroupAddress address, CancellationToken cancellation)
    {
        Held[address.Address] = true;
        return Task.CompletedTask;
    }

    public Task Release(GroupAddress address, CancellationToken cancellation)
    {
        Held.TryRemove(address.Address, out _);
        return Task.CompletedTask;
    }

    public Task<AddressHolder> WhoHolds(GroupAddress address, CancellationToken cancellation) => throw new InvalidOperationException("nobody asks the link in a VPC");

    public Task<string?> FindFault(GroupAddress address, CancellationToken cancellation) =>
        Task.FromResult(Held.ContainsKey(address.Address) ? null : "the address is not on any interface");
}
