namespace Tenbin.TestKit;

/// <summary>
/// A clock that moves only when told. Its frequency is odd on purpose: code that takes a timestamp for
/// milliseconds or for <see cref="TimeSpan"/> ticks fails here.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private const long Frequency = 9_999_983;
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _wall = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private readonly long _origin = 123_456_789_012;
    private long _now = 123_456_789_012;

    /// <inheritdoc/>
    public override long TimestampFrequency => Frequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _wall + GetElapsedTime(_origin);

    /// <summary>Moves on, and runs each timer at its own due time, on the caller's thread, in order.</summary>
    public void Advance(TimeSpan by)
    {
        long end = GetTimestamp() + ToClock(by);
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }
        lock (_gate)
        {
            _now = Math.Max(_now, end);
        }
    }

    /// <summary>Moves on without running a timer, as when the process or the machine is paused.</summary>
    public void Stall(TimeSpan by)
    {
        lock (_gate)
        {
            _now += ToClock(by);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            ManualTimer? first = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (first is null)
            {
                return null;
            }
            _now = Math.Max(_now, first.Due);
            if (first.Period > 0)
            {
                first.Due = _now + first.Period;
            }
            else
            {
                _timers.Remove(first);
            }
            return first;
        }
    }

    /// <summary>Rounded up: a timer is never early.</summary>
    private static long ToClock(TimeSpan span) =>
        (long)(((Int128)span.Ticks * Frequency + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; }

        public long Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }
                Due = time._now + ToClock(dueTime);
                Period = period == Timeout.InfiniteTimeSpan ? 0 : ToClock(period);
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
