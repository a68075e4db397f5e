using System.Collections.Concurrent;
using System.Net;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tests.Groups;

/// <summary>A mover that does as told and checks that it is asked one thing at a time.</summary>
internal sealed class ScriptedMover : IAddressMover
{
    private int _inside;

    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentDictionary<IPAddress, bool> Here { get; } = new();

    /// <summary>Answers before the call takes effect; null: goes through.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    /// <summary>The network has given what is missing to someone else.</summary>
    public bool IsRelieved { get; set; }

    public bool Overlapped { get; private set; }

    public Task Acquire(GroupAddress address, CancellationToken cancellation) => Call($"acquire {address.Address}", () => Here[address.Address] = true, cancellation);

    public Task Release(GroupAddress address, CancellationToken cancellation) => Call($"release {address.Address}", () => Here.TryRemove(address.Address, out _), cancellation);

    public Task<AddressHolder> WhoHolds(GroupAddress address, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<string?> FindFault(GroupAddress address, CancellationToken cancellation) =>
        Here.ContainsKey(address.Address) ? Task.FromResult<string?>(null)
        : IsRelieved ? Task.FromException<string?>(new RelievedException("another has it"))
        : Task.FromResult<string?>("the address is gone");

    private async Task Call(string call, Action effect, CancellationToken cancellation)
    {
        Overlapped |= Interlocked.Increment(ref _inside) != 1;
        try
        {
            Calls.Enqueue(call);
            cancellation.ThrowIfCancellationRequested();
            await (Before?.Invoke(call, cancellation) ?? Task.CompletedTask);
            effect();
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
