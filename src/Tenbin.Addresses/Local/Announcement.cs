using System.Net;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.Local;

/// <summary>Tells the link again and again that an address is here, until disposed of.</summary>
internal sealed class Announcement : IDisposable
{
    /// <summary>After the first: neighbours may have lost one, and Linux holds a fresh entry for a second.</summary>
    private static readonly TimeSpan[] s_after = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(4)];

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Sends the first now, and the others at 100 ms, 1 s, 5 s, and every <paramref name="refresh"/>.</summary>
    /// <param name="address">The address.</param>
    /// <param name="link">Where it is.</param>
    /// <param name="send">Sends one; true for those in whose wake duplicates are looked for too.</param>
    /// <param name="refresh">Between two later ones; null for none.</param>
    /// <param name="time">Clock.</param>
    public Announcement(IPAddress address, NetworkLink link, Action<Announcement, bool> send, TimeSpan? refresh, TimeProvider time)
    {
        Address = address;
        Link = link;
        send(this, true);
        _ = RepeatAsync(send, refresh, time, _stop.Token);
    }

    public IPAddress Address { get; }

    public NetworkLink Link { get; }

    /// <summary>When a conflict was last logged, in the clock's timestamps.</summary>
    public long? ConflictTold { get; set; }

    /// <summary>Nothing may be sent any more.</summary>
    public bool IsStopped => _stop.IsCancellationRequested;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RepeatAsync(Action<Announcement, bool> send, TimeSpan? refresh, TimeProvider time, CancellationToken stop)
    {
        try
        {
            foreach (var after in s_after)
            {
                await Task.Delay(after, time, stop).ConfigureAwait(false);
                send(this, true);
            }

            while (refresh is { } every)
            {
                await Task.Delay(every, time, stop).ConfigureAwait(false);
                send(this, false);
            }
        }
        catch (OperationCanceledException)
        {
            // The address was released.
        }
    }
}
