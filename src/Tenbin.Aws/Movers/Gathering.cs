using System.Net;
using Tenbin.Aws.Ec2;

namespace Tenbin.Aws.Movers;

/// <summary>Addresses that are to come to one interface at the same moment go there by one call. Thread-safe.</summary>
internal sealed class Gathering(Ec2Client ec2, TimeProvider time)
{
    // A group starts its addresses together: they are here within microseconds of each other.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Batch> _open = [];

    private sealed class Batch
    {
        public List<IPAddress> Addresses { get; } = [];

        public required Task Done { get; init; }
    }

    /// <summary>Assigns an IPv4 address to an interface, along with others that come now.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task Assign(string interfaceId, IPAddress address, CancellationToken deadline)
    {
        Batch batch;
        lock (_gate)
        {
            if (!_open.TryGetValue(interfaceId, out batch!))
            {
                batch = new Batch { Done = SendAsync(interfaceId, deadline) };
                _open.Add(interfaceId, batch);
            }

            batch.Addresses.Add(address);
        }

        try
        {
            await Task.WhenAny(batch.Done, Task.Delay(Timeout.InfiniteTimeSpan, time, deadline)).ConfigureAwait(false);
            // At the deadline the call itself ends too, and tells what it ran into.
            await batch.Done.WaitAsync(s_lastWords, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new OperationCanceledException("the call that this address shares with others goes on", e, deadline);
        }
        catch (Exception e) when (IsOfOther(e, batch, deadline))
        {
            await ec2.AssignPrivateIps(interfaceId, [address], deadline).ConfigureAwait(false);
        }
    }

    // One of several may be at fault, or be wanted no more: it alone shall fail, and be named.
    private static bool IsOfOther(Exception e, Batch batch, CancellationToken deadline) => !deadline.IsCancellationRequested
        && (e is OperationCanceledException || (e is AwsException { IsTransient: false } && batch.Addresses.Count > 1));

    private async Task SendAsync(string interfaceId, CancellationToken deadline)
    {
        await Task.Yield();
        IPAddress[] addresses;
        try
        {
            await Task.Delay(s_moment, time, deadline).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(interfaceId, out var batch);
                addresses = [.. batch!.Addresses];
            }
        }

        // Its deadline is the first one's: they began together and have equally long.
        await ec2.AssignPrivateIps(interfaceId, addresses, deadline).ConfigureAwait(false);
    }
}
