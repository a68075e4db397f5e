namespace Tenbin.Health.Monitoring;

/// <summary>A probe with its rhythm and all who asked for it. Guarded by the monitor's lock, except where said.</summary>
#pragma warning disable CA1001 // The token source has no timer and no wait handle: there is nothing to dispose of.
internal sealed class ScheduledProbe(ProbeIdentity identity, Action<ScheduledProbe> run) : IThreadPoolWorkItem
#pragma warning restore CA1001
{
    private CancellationTokenSource _deadline = new();
    private bool _cancelled;

    public ProbeIdentity Identity { get; } = identity;

    public List<Member> Members { get; } = [];

    public ProbePhase Phase { get; set; } = ProbePhase.Waiting;

    /// <summary>Planned start of the next run.</summary>
    public long NextStart { get; set; }

    /// <summary>Counts entries in the event queue: only the last one holds.</summary>
    public int Appointment { get; set; }

    public ProbeResult? LastResult { get; set; }

    /// <summary>Handed to the run that is under way; stable while it is.</summary>
    public CancellationToken Deadline { get; private set; }

    /// <summary>A fresh deadline for a run that begins: nothing meant for an earlier run can cancel it.</summary>
    public void RenewDeadline()
    {
        if (_cancelled || !_deadline.TryReset())
        {
            _deadline = new();
            _cancelled = false;
        }
        Deadline = _deadline.Token;
    }

    /// <summary>What to cancel, outside the lock, to tell the present run to stop.</summary>
    public CancellationTokenSource TakeCanceller()
    {
        _cancelled = true;
        return _deadline;
    }

    /// <summary>Runs on a pool thread, without the lock.</summary>
    public void Execute() => run(this);
}
