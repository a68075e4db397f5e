using Microsoft.Extensions.Logging;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Monitoring;

/// <summary>
/// Starts each distinct probe at its own rhythm, tells it to stop at its deadline, and goes on without it when it does
/// not. Methods marked so are called with the monitor's lock held.
/// </summary>
internal sealed partial class ProbeScheduler : IDisposable
{
    /// <summary>The timer fires at most this often: starts and deadlines may be late by as much.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(10);

    /// <summary>After its deadline, a probe has this long to say what it was waiting for.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>A timer later than this means that this process stood still, and real servers are not to blame.</summary>
    private static readonly TimeSpan StallTolerance = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate;
    private readonly IProbe _probe;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _log;
    private readonly Action<IThreadPoolWorkItem> _start;
    private readonly Action<ScheduledProbe, ProbeResult> _record;
    private readonly Dictionary<ProbeIdentity, ScheduledProbe> _probes = [];
    private readonly EventQueue _events = new();
    private readonly List<ScheduledProbe> _added = [];
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;
    private bool _stopped;

    public ProbeScheduler(
        Lock gate, IProbe probe, TimeProvider time, Random random, ILogger log,
        Action<IThreadPoolWorkItem> start, Action<ScheduledProbe, ProbeResult> record)
    {
        (_gate, _probe, _time, _random, _log, _start, _record) = (gate, probe, time, random, log, start, record);
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Distinct probes. Lock held.</summary>
    public int Count => _probes.Count;

    /// <summary>Feeds <paramref name="member"/> from the probe of this identity, from now on alone. Lock held.</summary>
    /// <returns>The probe's last result if it has one.</returns>
    public ProbeResult? Attach(Member member, ProbeIdentity identity)
    {
        if (member.Probe is { } present && present.Identity.Equals(identity))
        {
            return present.LastResult;
        }
        if (!_probes.TryGetValue(identity, out ScheduledProbe? probe))
        {
            probe = new(identity, run => _ = RunAsync(run));
            _probes.Add(identity, probe);
            _added.Add(probe);
        }
        Detach(member);
        member.Probe = probe;
        probe.Members.Add(member);
        return probe.LastResult;
    }

    /// <summary>Feeds <paramref name="member"/> no more; a probe without members ends. Lock held.</summary>
    public void Detach(Member member)
    {
        if (member.Probe is not { } probe)
        {
            return;
        }
        member.Probe = null;
        probe.Members.Remove(member);
        if (probe.Members.Count == 0)
        {
            Retire(probe);
        }
    }

    /// <summary>Plans the first run of what was attached since the last commit. Lock held.</summary>
    public void Commit()
    {
        long now = _time.GetTimestamp();
        foreach (ScheduledProbe probe in _added)
        {
            if (probe.Phase != ProbePhase.Retired)
            {
                TimeSpan delay = Rhythm.FirstDelay(probe.Identity.Settings.Every, _added.Count, _random);
                probe.NextStart = now + Ticks(delay);
                _events.Set(probe, probe.NextStart);
            }
        }
        _added.Clear();
        Arm(now, TimeSpan.Zero);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (ScheduledProbe probe in _probes.Values.ToList())
            {
                Retire(probe);
            }
        }
        _timer.Dispose();
    }

    private void Retire(ScheduledProbe probe)
    {
        bool running = probe.Phase is ProbePhase.Running;
        probe.Phase = ProbePhase.Retired;
        EventQueue.Clear(probe);
        _probes.Remove(probe.Identity);
        if (running)
        {
            Stop(probe);
        }
    }

    private void Tick()
    {
        List<ScheduledProbe> starts = [];
        List<(ScheduledProbe Probe, string Fault)> failed = [];
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }
            long now = _time.GetTimestamp();
            TimeSpan late = _armedFor < now ? _time.GetElapsedTime(_armedFor, now) : TimeSpan.Zero;
            while (_events.TryTake(now, out ScheduledProbe probe))
            {
                Meet(probe, now, late, starts, failed);
            }
            Arm(now, Grain);
        }
        foreach ((ScheduledProbe probe, string fault) in failed)
        {
            _record(probe, ProbeResult.Down(fault, probe.Identity.Settings.Timeout));
        }
        foreach (ScheduledProbe probe in starts)
        {
            _start(probe);
        }
    }

    private void Meet(
        ScheduledProbe probe, long now, TimeSpan late, List<ScheduledProbe> starts, List<(ScheduledProbe, string)> failed)
    {
        Check settings = probe.Identity.Settings;
        if (late > StallTolerance && probe.Phase is ProbePhase.Running or ProbePhase.Overdue)
        {
            _events.Set(probe, now + Ticks(late < settings.Timeout ? late : settings.Timeout));
            return;
        }
        switch (probe.Phase)
        {
            case ProbePhase.Waiting:
                probe.Phase = ProbePhase.Running;
                probe.RenewDeadline();
                PlanNext(probe, now);
                _events.Set(probe, now + Ticks(settings.Timeout));
                starts.Add(probe);
                break;
            case ProbePhase.Running:
                probe.Phase = ProbePhase.Overdue;
                Stop(probe);
                _events.Set(probe, now + Ticks(Grace));
                break;
            case ProbePhase.Overdue:
                probe.Phase = ProbePhase.Hung;
                failed.Add((probe, $"no result within {Spoken.Duration(settings.Timeout)}"));
                LogHung(probe.Identity.Target, settings.Timeout);
                PlanNext(probe, now);
                _events.Set(probe, probe.NextStart);
                break;
            case ProbePhase.Hung:
                failed.Add((probe, "its last check still hangs"));
                PlanNext(probe, now);
                _events.Set(probe, probe.NextStart);
                break;
        }
    }

    /// <summary>One interval after the planned start, not the real one, so that nothing drifts; starts missed are not made up for.</summary>
    private void PlanNext(ScheduledProbe probe, long now)
    {
        Check settings = probe.Identity.Settings;
        long next = probe.NextStart + Ticks(Rhythm.Interval(settings.Every, settings.Jitter, _random));
        probe.NextStart = next > now ? next : now + Ticks(Rhythm.Interval(settings.Every, settings.Jitter, _random));
    }

    private async Task RunAsync(ScheduledProbe probe)
    {
        long start = _time.GetTimestamp();
        ProbeResult result;
        try
        {
            result = await _probe.RunAsync(probe.Identity.Target, probe.Identity.Settings, probe.Deadline).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A fault in one probe must not end the checks: it is logged in full, and the server counts as failed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogBroken(e, probe.Identity.Target);
            result = ProbeResult.Down($"the check itself failed: {e.Message}", _time.GetElapsedTime(start));
        }
        Finish(probe, result);
    }

    private void Finish(ScheduledProbe probe, ProbeResult result)
    {
        lock (_gate)
        {
            if (probe.Phase == ProbePhase.Retired)
            {
                return;
            }
            bool recorded = probe.Phase == ProbePhase.Hung;
            if (probe.Phase == ProbePhase.Overdue && result.IsUp)
            {
                string timeout = Spoken.Duration(probe.Identity.Settings.Timeout);
                result = ProbeResult.Down($"passed, but not within {timeout}", result.Latency);
            }
            probe.Phase = ProbePhase.Waiting;
            long now = _time.GetTimestamp();
            probe.NextStart = Math.Max(probe.NextStart, now);
            _events.Set(probe, probe.NextStart);
            Arm(now, TimeSpan.Zero);
            if (recorded)
            {
                return;
            }
            probe.LastResult = result;
        }
        _record(probe, result);
    }

    private void Arm(long now, TimeSpan atLeast)
    {
        if (!_events.TryPeek(out _, out long due))
        {
            _armedFor = long.MaxValue;
            return;
        }
        long at = Math.Max(due, now + Ticks(atLeast));
        if (atLeast > TimeSpan.Zero || at < _armedFor)
        {
            _armedFor = at;
            TimeSpan wait = at > now ? _time.GetElapsedTime(now, at) : TimeSpan.Zero;
            _timer.Change(RoundUp(wait), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>System timers count whole milliseconds and cut off the rest, which would make them early.</summary>
    private static TimeSpan RoundUp(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    /// <summary>Whatever hangs on the token may take its time: never on the timer's thread, nor under the lock.</summary>
    private static void Stop(ScheduledProbe probe) =>
        ThreadPool.UnsafeQueueUserWorkItem(static deadline => deadline.Cancel(), probe.TakeCanceller(), preferLocal: false);

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
