namespace Tenbin.Director.Startup;

/// <summary>Gathers bursts of changes: the director looks at the network at most every 50 ms.</summary>
internal sealed class NetworkWatch : IDisposable
{
    private static readonly TimeSpan _gather = TimeSpan.FromMilliseconds(50);
    private readonly ITimer _timer;
    private readonly IDisposable _watch;
    private int _pending;

    public NetworkWatch(Func<Action, IDisposable> watch, Action changed, TimeProvider time)
    {
        _timer = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref _pending, 0);
                changed();
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch = watch(Gather);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _timer.Dispose();
    }

    private void Gather()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0)
        {
            _timer.Change(_gather, Timeout.InfiniteTimeSpan);
        }
    }
}
