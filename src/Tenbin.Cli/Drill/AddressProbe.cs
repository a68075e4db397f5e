using System.Net;
using System.Net.Sockets;
using Tenbin.Linux.Ping;

namespace Tenbin.Cli.Drill;

/// <summary>
/// Pings an address every few milliseconds, none waiting for another. The owner's gate stands before the answer, so a gap
/// between answers is the outage as this node sees it.
/// </summary>
internal sealed class AddressProbe : IAsyncDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(5), s_patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly Pinger _pinger = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IPAddress _address;
    private readonly TimeProvider _time;
    private readonly List<long> _answered = [];
    private readonly Task _asking;
    private int _asked;
    private int _lost;

    public AddressProbe(IPAddress address, TimeProvider time)
    {
        _address = address;
        _time = time;
        _asking = AskAllAsync();
    }

    /// <summary>Now, for <see cref="Since"/>.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Answers that came at or after an instant.</summary>
    public int AnswersSince(long since)
    {
        lock (_gate)
        {
            return _answered.Count(answered => answered >= since);
        }
    }

    /// <summary>What was seen from an instant on.</summary>
    public ProbeReport Since(long since)
    {
        lock (_gate)
        {
            var times = _answered.Where(answered => answered >= since).Order().ToList();
            var longest = times.Zip(times.Skip(1), _time.GetElapsedTime).DefaultIfEmpty(TimeSpan.Zero).Max();
            return new ProbeReport(longest, _asked, _lost);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _pinger.Dispose();
        _stop.Dispose();
    }

    private async Task AskAllAsync()
    {
        List<Task> open = [];
        using var pace = new PeriodicTimer(s_every, _time);
        try
        {
            while (await pace.WaitForNextTickAsync(_stop.Token))
            {
                open.RemoveAll(task => task.IsCompleted);
                open.Add(AskAsync());
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Enough was asked.
        }

        await Task.WhenAll(open);
    }

    private async Task AskAsync()
    {
        Interlocked.Increment(ref _asked);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        deadline.CancelAfter(s_patience);
        try
        {
            if (await _pinger.AskAsync(_address, deadline.Token) is null)
            {
                lock (_gate)
                {
                    _answered.Add(Now);
                }

                return;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // No answer, or no way there while the address moves: that is what is measured.
        }

        Interlocked.Increment(ref _lost);
    }
}
