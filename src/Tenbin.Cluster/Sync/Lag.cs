namespace Tenbin.Cluster.Sync;

/// <summary>How long changes take to be acknowledged: the last thousand of them, and a smoothed mean (1/16 each).</summary>
internal sealed class Lag
{
    private const int Samples = 1024;
    private const double Weight = 1.0 / 16;

    private readonly long[] _last = new long[Samples];
    private long _count;
    private double _mean;

    public void Add(long nanoseconds)
    {
        _last[_count % Samples] = nanoseconds;
        _mean = _count == 0 ? nanoseconds : _mean + Weight * (nanoseconds - _mean);
        _count++;
    }

    public TimeSpan Mean => Time((long)_mean);

    /// <param name="share">0.5 for the median.</param>
    public TimeSpan Percentile(double share)
    {
        var sorted = _last.AsSpan(0, (int)Math.Min(_count, Samples)).ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? TimeSpan.Zero : Time(sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))]);
    }

    private static TimeSpan Time(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / 100);
}
