namespace Tenbin.Health.Monitoring;

/// <summary>The next thing to do for each probe, by time. One appointment a probe: a new one replaces the old.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<(ScheduledProbe Probe, int Appointment), long> _heap = new();

    public void Set(ScheduledProbe probe, long at) => _heap.Enqueue((probe, ++probe.Appointment), at);

    public static void Clear(ScheduledProbe probe) => probe.Appointment++;

    /// <summary>Takes a probe whose time has come.</summary>
    public bool TryTake(long now, out ScheduledProbe probe)
    {
        while (TryPeek(out probe, out long at) && at <= now)
        {
            _heap.Dequeue();
            return true;
        }
        return false;
    }

    /// <summary>The earliest appointment; false when there is none.</summary>
    public bool TryPeek(out ScheduledProbe probe, out long at)
    {
        while (_heap.TryPeek(out (ScheduledProbe Probe, int Appointment) entry, out at))
        {
            if (entry.Appointment == entry.Probe.Appointment)
            {
                probe = entry.Probe;
                return true;
            }
            _heap.Dequeue();
        }
        probe = null!;
        return false;
    }
}
