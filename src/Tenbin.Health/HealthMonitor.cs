using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tenbin.Health.Monitoring;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Health;

/// <summary>
/// Checks every real server, each at its own rhythm, and keeps what is known of its health. One timer drives all;
/// probes run on pool threads and wait for nothing of each other. Thread-safe.
/// </summary>
public sealed partial class HealthMonitor : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ServerKey, Member> _members = [];
    private readonly Channel<ServerTransition> _transitions =
        Channel.CreateUnbounded<ServerTransition>(new() { SingleReader = true });
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ProbeScheduler _scheduler;

    /// <summary>A monitor that checks nothing until <see cref="Update"/>.</summary>
    /// <param name="probe">Runs each check; usually <see cref="Probes.ProbeByProtocol"/>.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="random">For jitter; used under a lock.</param>
    /// <param name="log">Gets one line for each transition.</param>
    public HealthMonitor(IProbe probe, TimeProvider time, Random random, ILogger<HealthMonitor> log)
        : this(probe, time, random, log, run => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false))
    {
    }

    internal HealthMonitor(
        IProbe probe, TimeProvider time, Random random, ILogger<HealthMonitor> log, Action<IThreadPoolWorkItem> start)
    {
        _time = time;
        _log = log;
        _scheduler = new(_gate, probe, time, random, log, start, Record);
    }

    /// <summary>
    /// Every change of health, in order for each server. Whoever runs the monitor reads it to the end; it completes
    /// after <see cref="Dispose"/>.
    /// </summary>
    public ChannelReader<ServerTransition> Transitions => _transitions.Reader;

    /// <summary>
    /// Sets what is checked from now on. A server that was there before keeps its state, and its rhythm too when its
    /// check is unchanged; a new one starts unknown and is checked at once.
    /// </summary>
    /// <param name="servers">All servers; keys are unique.</param>
    /// <param name="known">States from an earlier run of the daemon, for servers that are new here.</param>
    public void Update(
        IReadOnlyCollection<CheckedServer> servers, IReadOnlyDictionary<ServerKey, ServerState>? known = null)
    {
        ArgumentNullException.ThrowIfNull(servers);
        List<ServerTransition>? changes = null;
        int probes;
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            HashSet<ServerKey> gone = [.. _members.Keys];
            foreach (CheckedServer server in servers)
            {
                gone.Remove(server.Key);
                if (!_members.TryGetValue(server.Key, out Member? member))
                {
                    ServerState state = known?.GetValueOrDefault(server.Key) ?? ServerState.Unknown(now);
                    member = new(server.Key, server.Check, state);
                    _members.Add(server.Key, member);
                }
                member.Check = server.Check;
                Assign(member, server, now, ref changes);
            }
            foreach (ServerKey key in gone)
            {
                _members.Remove(key, out Member? member);
                _scheduler.Detach(member!);
            }
            _scheduler.Commit();
            probes = _scheduler.Count;
        }
        LogUpdated(servers.Count, probes);
        LogAll(changes);
    }

    /// <summary>What is known now of every server.</summary>
    public IReadOnlyDictionary<ServerKey, ServerState> Snapshot()
    {
        lock (_gate)
        {
            var states = new Dictionary<ServerKey, ServerState>(_members.Count);
            foreach (Member member in _members.Values)
            {
                states.Add(member.Key, member.State);
            }
            return states;
        }
    }

    /// <summary>Stops checking. Probes under way are told to stop, and not waited for.</summary>
    public void Dispose()
    {
        _scheduler.Dispose();
        _transitions.Writer.TryComplete();
    }

    private void Assign(Member member, CheckedServer server, DateTimeOffset now, ref List<ServerTransition>? changes)
    {
        if (server.Check is Model.Configuration.NoCheck)
        {
            _scheduler.Detach(member);
            if (member.State.Health != ServerHealth.Up)
            {
                Change(member, ServerState.Unchecked(now), now, ref changes);
            }
            return;
        }
        ProbeResult? fresh = _scheduler.Attach(member, new(server));
        if (fresh is { } result && member.State.Health == ServerHealth.Unknown)
        {
            Apply(member, result, now, ref changes);
        }
    }

    private void Record(ScheduledProbe probe, ProbeResult result)
    {
        List<ServerTransition>? changes = null;
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (Member member in probe.Members)
            {
                Apply(member, result, now, ref changes);
            }
        }
        LogAll(changes);
    }

    private void Apply(Member member, ProbeResult result, DateTimeOffset now, ref List<ServerTransition>? changes) =>
        Change(member, member.State.After(result, member.Check.Fall, member.Check.Rise, now), now, ref changes);

    private void Change(Member member, ServerState next, DateTimeOffset now, ref List<ServerTransition>? changes)
    {
        ServerState last = member.State;
        member.State = next;
        if (next.Health == last.Health)
        {
            return;
        }
        var change = new ServerTransition(member.Key, last.Health, last.Since, next.Health, now, Clause(member, next));
        _transitions.Writer.TryWrite(change);
        (changes ??= []).Add(change);
    }

    private static string Clause(Member member, ServerState state) => state switch
    {
        { Health: ServerHealth.Up } when member.Probe is null => "it has no check",
        { Health: ServerHealth.Up, Successes: 1 } => "its check passed",
        { Health: ServerHealth.Up } => $"its check passed {state.Successes} times in a row",
        { Failures: 1 } => state.Reason,
        _ => $"{state.Reason} ({state.Failures} failures in a row)",
    };
}
