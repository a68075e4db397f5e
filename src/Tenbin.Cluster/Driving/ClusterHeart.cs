using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Messages;
using Tenbin.Cluster.Recording;
using Tenbin.Cluster.Transport;
using Tenbin.Linux;

namespace Tenbin.Cluster.Driving;

/// <summary>
/// Runs a <see cref="ClusterCore"/> on a thread of its own: takes what links, witness and machine say, one thing at a time,
/// and does what the core wants in the order in which it wants it.
/// </summary>
public sealed partial class ClusterHeart : IDisposable
{
    private const int TicksInBeat = 4;
    private const long NanosecondsInMillisecond = 1_000_000;
    private const long BetweenComplaints = 10_000_000_000;
    private readonly HeartSettings _settings;
    private readonly GrantFile _grants;
    private readonly IGroupActions _actions;
    private readonly WitnessThread? _witness;
    private readonly ILogger _log;
    private readonly Func<long> _clock;
    private readonly Inbox _inbox = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<CommandDone>> _commands = [];
    private readonly Outgoing _outgoing;
    private readonly ClusterCore _core;
    private readonly Thread _thread;
    private readonly ClusterOutput[] _first;
    private ClusterView _view;
    private readonly long[] _complainedAt;
    private int _commandId;

    /// <summary>Nothing happens before <see cref="Start"/>.</summary>
    /// <param name="settings">The core's settings, and the groups' names for people.</param>
    /// <param name="grants">What this node's vote has granted.</param>
    /// <param name="gates">Deadlines that the gates have now, by group.</param>
    /// <param name="actions">What is done on this machine.</param>
    /// <param name="register">The witness; null = none.</param>
    /// <param name="log">Gets every notice.</param>
    /// <param name="clock">Boot clock, nanoseconds.</param>
    public ClusterHeart(
        HeartSettings settings, GrantFile grants, IReadOnlyList<long> gates, IGroupActions actions, RegisterCalls? register,
        ILogger log, Func<long> clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(grants);
        ArgumentNullException.ThrowIfNull(clock);
        (_settings, _grants, _actions, _log, _clock) = (settings, grants, actions, log, clock);
        _witness = register is null ? null : new WitnessThread(register, Post);
        _outgoing = new Outgoing(settings.Core.Nodes);
        _complainedAt = [.. Enumerable.Repeat(-BetweenComplaints, settings.Core.Nodes)];
        _core = new ClusterCore(clock(), settings.Core, grants.Recorded, gates, out var first);
        _first = [.. first];
        _view = _core.View(clock());
        _thread = new Thread(Beat) { IsBackground = true, Name = "cluster heart" };
    }

    /// <summary>What the core knew after its last step.</summary>
    public ClusterView View => Volatile.Read(ref _view);

    /// <summary>Starts to beat.</summary>
    /// <param name="links">Carries what is said; its handler is <see cref="Deliver"/>.</param>
    public void Start(ClusterLinks links)
    {
        ArgumentNullException.ThrowIfNull(links);
        _outgoing.Transmit = (node, payload) => links.Send(node, Channel.Heart, payload);
        _thread.Start();
    }

    /// <summary>Takes a payload that came over the links for the heart.</summary>
    public void Deliver(byte node, ReadOnlySpan<byte> payload)
    {
        if (MessageCodec.Read(payload, _settings.Core.Groups.Length, _settings.Core.Nodes) is not { } messages)
        {
            Complain(node);
            return;
        }

        _inbox.Add([.. messages.Select(message => new Received(node, message))]);
    }

    /// <summary>Takes what happened on this machine; nothing any more once the heart has ended.</summary>
    public void Post(ClusterInput input) => _inbox.Add(input);

    /// <summary>Hands over an operator's command and waits for its answer; a heart that ends refuses what is still open.</summary>
    public Task<CommandDone> AskAsync(CommandKind kind, int group = -1)
    {
        var id = Interlocked.Increment(ref _commandId);
        var answer = new TaskCompletionSource<CommandDone>(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands[id] = answer;
        if (!_inbox.Add(new Command(id, kind, group)))
        {
            RefuseOpenCommands();
        }

        return answer.Task;
    }

    /// <summary>Ends the beat; leases and gates stay as they are and run out by themselves.</summary>
    public void Dispose()
    {
        _inbox.Close();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _witness?.Dispose();
        RefuseOpenCommands();
    }

    private void RefuseOpenCommands()
    {
        foreach (var id in _commands.Keys)
        {
            if (_commands.TryRemove(id, out var answer))
            {
                answer.SetResult(new CommandDone(id, false, "the daemon is stopping"));
            }
        }
    }

    // A peer of another version would fill the log at every beat.
    private void Complain(byte node)
    {
        var now = _clock();
        if (now - Volatile.Read(ref _complainedAt[node]) >= BetweenComplaints)
        {
            Volatile.Write(ref _complainedAt[node], now);
            LogUnreadable(_settings.Core.NameOf(node));
        }
    }

    private void Beat()
    {
        if ((RealTime.RaiseThread() ?? RealTime.LockMemory()) is { } refused)
        {
            LogOrdinary(refused);
        }

        Do(_first);
        while (_inbox.Wait(UntilTick()))
        {
            while (_inbox.TryTake(out var input))
            {
                Do(_core.Step(_clock(), input));
            }

            Do(_core.Step(_clock(), new Tick()));
            Volatile.Write(ref _view, _core.View(_clock()));
        }
    }

    /// <summary>Whole milliseconds, rounded up: a wait knows no less.</summary>
    private TimeSpan UntilTick()
    {
        var now = _clock();
        var wait = Math.Min(_settings.Core.Every / TicksInBeat, _core.TickBefore(now) - now);
        return TimeSpan.FromMilliseconds((wait + NanosecondsInMillisecond - 1) / NanosecondsInMillisecond);
    }

    private void Do(ClusterOutput[] outputs)
    {
        foreach (var output in outputs)
        {
            switch (output)
            {
                case Send send:
                    _outgoing.Add(send.To, send.Message);
                    break;
                case Record record:
                    // A promise is on record before anything that was decided with it leaves.
                    _outgoing.Flush();
                    _grants.Write(record.Group, record.Grant);
                    break;
                case SetGate gate:
                    _outgoing.Flush();
                    _actions.SetGate(gate.Group, gate.Deadline);
                    break;
                case StartGroup start:
                    _actions.Start(start.Group, start.Epoch);
                    break;
                case StopGroup stop:
                    _actions.Stop(stop.Group);
                    break;
                case RelayTo relay:
                    _actions.Relay(relay.Group, relay.To, relay.Until);
                    break;
                case AcceptFrom accept:
                    _actions.Accept(accept.Group, accept.From, accept.Until);
                    break;
                case DrainSessions drain:
                    _actions.DrainSessions(drain.Group, drain.Epoch, drain.To);
                    break;
                case ReadRegister or WriteRegister:
                    _witness!.Ask(output);
                    break;
                case Notice notice:
                    Tell(notice);
                    break;
                case CommandDone done when _commands.TryRemove(done.Id, out var answer):
                    answer.SetResult(done);
                    break;
            }
        }

        _outgoing.Flush();
    }

    private void Tell(Notice notice)
    {
        var about = notice.Group < 0 ? "cluster" : $"group '{_settings.GroupNames[notice.Group]}'";
        LogNotice(notice.Kind == NoticeKind.Warning ? LogLevel.Warning : LogLevel.Information, about, notice.Text);
    }
}
