using Tenbin.Linux.Netlink;

namespace Tenbin.Director.Startup;

/// <summary>Calls back at each change of links, addresses, routes or neighbours.</summary>
internal sealed class NetlinkWatch : IDisposable
{
    private readonly NetlinkMonitor _monitor = NetlinkMonitor.Open();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pump;

    public NetlinkWatch(Action changed) => _pump = PumpAsync(changed);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _pump.Wait();
        _monitor.Dispose();
        _stop.Dispose();
    }

    private async Task PumpAsync(Action changed)
    {
        try
        {
            while (true)
            {
                await _monitor.WaitAsync(_stop.Token).ConfigureAwait(false);
                changed();
            }
        }
        catch (OperationCanceledException)
        {
            // Dispose ends it.
        }
    }
}
