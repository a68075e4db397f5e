namespace Tenbin.Cluster.Simulation.World;

/// <summary>A machine's boot clock: it has its own start and rate, and stands still while the guest is paused.</summary>
public sealed class BootClock(long trueNow, long start, double rate)
{
    private long _since = trueNow;
    private long _then = start;

    public bool IsFrozen { get; private set; }

    public long At(long trueNow) => IsFrozen ? _then : _then + (long)((trueNow - _since) * rate);

    /// <summary>True time that passes in a time of this clock.</summary>
    public long ToTrue(long duration) => (long)(duration / rate);

    public void Freeze(long trueNow)
    {
        _then = At(trueNow);
        IsFrozen = true;
    }

    public void Thaw(long trueNow)
    {
        _since = trueNow;
        IsFrozen = false;
    }
}
