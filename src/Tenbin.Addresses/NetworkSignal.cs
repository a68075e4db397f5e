namespace Tenbin.Addresses;

/// <summary>
/// Wakes all who wait for a change of the network. Whoever reads netlink raises it. A waiter takes <see cref="Next"/>
/// before it looks, so that no change falls between.
/// </summary>
public sealed class NetworkSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something changed: links, addresses or routes.</summary>
    public void Raise() =>
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
