using System.Globalization;
using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>A machine with its gates, its record and a daemon that does what the core wants, as the real one does.</summary>
public sealed class SimNode
{
    private readonly Universe _universe;
    private readonly Queue<ClusterInput> _inbox = [];
    private readonly Mover[] _movers;
    private ClusterCore? _core;
    private RegisterCalls? _register;
    private Grant[]? _record;
    private ClusterOutput[] _rest = [];
    private int _done;
    private long _stalledUntil;
    private bool _isDeaf;
    private readonly bool[] _peerHasSessions;

    public SimNode(Universe universe, byte index)
    {
        _universe = universe;
        Index = index;
        Clock = new BootClock(0, 0, 1);
        Gates = new long[universe.Setup.Groups];
        Relays = new (byte, long)[universe.Setup.Groups];
        Accepts = new (byte, long)[universe.Setup.Groups];
        _peerHasSessions = new bool[universe.Setup.Nodes];
        Fitness = new byte[universe.Setup.Groups];
        Array.Fill(Fitness, (byte)200);
        IsBlocked = new bool[universe.Setup.Groups];
        _movers = [.. Enumerable.Range(0, universe.Setup.Groups).Select(group => new Mover(universe, this, group))];
    }

    public byte Index { get; }

    public ulong Tenure { get; private set; }

    public BootClock Clock { get; private set; }

    /// <summary>Deadlines in the kernel; they outlive the daemon.</summary>
    public long[] Gates { get; }

    /// <summary>To whom its kernel relays a group, and until when on its clock.</summary>
    public (byte Node, long Until)[] Relays { get; }

    /// <summary>Whose relayed packets its kernel forwards, and until when.</summary>
    public (byte Node, long Until)[] Accepts { get; }

    public byte[] Fitness { get; }

    /// <summary>A start failed here, so the core does not try again for a while.</summary>
    public bool[] IsBlocked { get; }

    /// <summary>Each daemon has another one.</summary>
    public int Life { get; private set; }

    public bool IsUp => _core is not null;

    public bool IsMachineUp { get; private set; }

    public bool IsLeaving { get; set; }

    /// <summary>End of the longest grant that it may have forgotten, on its own clock.</summary>
    public long AbstainsUntil { get; private set; }

    /// <summary>What a pause of the guest excuses, on its own clock.</summary>
    public long ExcusedUntil { get; private set; } = long.MinValue;

    /// <summary>What another file differs in.</summary>
    public ulong Fingerprint { get; set; } = 1;

    public ulong VoterSet { get; set; } = 1;

    public int StartsToFail { get; set; }

    public long SlowestStop { get; set; } = 40 * Span.Millisecond;

    /// <summary>The daemon crashes after so many outputs of its next step.</summary>
    public int? CrashesAfter { get; set; }

    /// <summary>
    /// The daemon dies in the next step that gives its vote to a peer: after the first of the grant's record and the answer.
    /// Happens then.
    /// </summary>
    public Action? DiesInGrant { get; set; }

    /// <summary>Its daemon is of a later version.</summary>
    public bool IsLater { get; set; }

    /// <summary>The daemon stalls after so many outputs of its next step, for so long.</summary>
    public (int Outputs, long Duration)? StallsAfter { get; set; }

    public bool IsStalled => _universe.Now < _stalledUntil;

    public long ClockNow => Clock.At(_universe.Now);

    public Phase PhaseOf(int group) => _core?.View(ClockNow).Groups[group].Phase ?? Phase.Idle;

    /// <summary>It forwards: the gate is open, and the guest runs.</summary>
    public bool IsOpen(int group) => IsMachineUp && !Clock.IsFrozen && ClockNow < Gates[group];

    /// <summary>The gate is closed, and what comes to it goes on to that node.</summary>
    public byte? RelaysTo(int group) => Shut(group, Relays[group]);

    /// <summary>The gate is closed, and what that node relays is forwarded.</summary>
    public byte? AcceptsFrom(int group) => Shut(group, Accepts[group]);

    public bool IsServing(int group) => IsOpen(group) && _movers[group].IsDelivered;

    /// <summary>The machine boots: it has another tenure, and no record of this boot.</summary>
    public void Boot(long patience = 0)
    {
        if (IsMachineUp)
        {
            return;
        }

        IsMachineUp = true;
        Tenure = _universe.Chance.Bits();
        Clock = new BootClock(_universe.Now, _universe.Chance.Between(Span.Second, 100_000 * Span.Second), _universe.Chance.Below(3) switch
        {
            0 => 0.99,
            1 => 1.01,
            _ => 1 + ((_universe.Chance.Below(201) - 100) / 10_000.0),
        });
        Array.Clear(Gates);
        Array.Clear(Relays);
        Array.Clear(Accepts);
        Array.Clear(IsBlocked);
        _record = null;
        IsLeaving = false;
        ExcusedUntil = long.MinValue;
        _universe.After(patience, StartDaemon);
    }

    public void ForgetRecord() => _record = null;

    public void StartDaemon()
    {
        if (!IsMachineUp || IsUp)
        {
            return;
        }

        Log($"daemon starts{(_record is null ? " without a record" : "")}");
        Life++;
        IsLeaving = false;
        Array.Clear(IsBlocked);
        var setup = _universe.Setup;
        _register = _universe.Witness is { } server ? new RegisterCalls(_universe, server, setup.Groups) : null;
        if (_record is null)
        {
            AbstainsUntil = ClockNow + Span.RestartGrace;
        }

        _core = new ClusterCore(ClockNow, Settings(), _record, [.. Gates], out var outputs);
        // As the real file does: what was lost stays lost, and the new record begins empty.
        _record ??= new Grant[setup.Groups];
        Execute([.. outputs]);
        for (var group = 0; group < setup.Groups; group++)
        {
            Give(new FitnessChanged(group, Fitness[group], "simulated"));
        }

        Array.Clear(_peerHasSessions);
        TellOfSessions(Life);
        Tick(Life);
    }

    /// <summary>The daemon dies; the kernel's part stays.</summary>
    public void Crash()
    {
        if (!IsUp)
        {
            return;
        }

        Log("daemon dies");
        _core = null;
        (_rest, _done) = ([], 0);
        _inbox.Clear();
        _stalledUntil = 0;
        (CrashesAfter, StallsAfter, DiesInGrant) = (null, null, null);
        Life++;
    }

    /// <summary>Neither peers nor the register hear this daemon, nor it them.</summary>
    public void CutOff(long until)
    {
        Log($"cut off from all until {until / Span.Millisecond}");
        _universe.Network.Isolate(Index, until);
        if (_register is { } register)
        {
            register.CutUntil = until;
        }
    }

    public void PowerOff()
    {
        Crash();
        Log("machine is off");
        IsMachineUp = false;
        foreach (var mover in _movers)
        {
            mover.PowerOff();
        }

        Array.Clear(Gates);
        Array.Clear(Relays);
        Array.Clear(Accepts);
    }

    public void Stall(long duration)
    {
        if (!IsUp)
        {
            return;
        }

        Log($"stalls for {duration / Span.Millisecond} ms");
        _stalledUntil = Math.Max(_stalledUntil, _universe.Now + duration);
        _isDeaf = _universe.Chance.Happens(0.5);
        _universe.Oracle.Disturb(_stalledUntil);
        var life = Life;
        _universe.At(_stalledUntil, () => Wake(life));
    }

    /// <summary>The guest is paused: nothing runs, its clock stands still.</summary>
    public void Pause(long duration)
    {
        if (!IsUp || Clock.IsFrozen)
        {
            return;
        }

        Log($"is paused for {duration / Span.Millisecond} ms");
        var clock = Clock;
        clock.Freeze(_universe.Now);
        ExcusedUntil = Math.Max(Gates.Max(), ClockNow + CoreSettings.HoldOf(IsLeaving ? Span.RestartGrace : Span.Lease));
        _universe.After(duration, () =>
        {
            // A machine that was switched off meanwhile has another clock since.
            if (clock == Clock)
            {
                Log("goes on after the pause");
                clock.Thaw(_universe.Now);
            }
        });
        Stall(duration);
    }

    public void Hear(byte from, ClusterMessage message) => Give(new Received(from, message));

    public void Give(ClusterInput input)
    {
        if (_core is null)
        {
            return;
        }

        if (IsStalled || _done < _rest.Length)
        {
            // While it stalls, what comes over the links waits, or finds no room.
            if (!_isDeaf || input is not Received)
            {
                _inbox.Enqueue(input);
            }

            return;
        }

        if (_universe.Trace is not null && input is not Core.Tick && input is not Received { Message: Beat })
        {
            Log(Say.Input(input));
        }

        Execute(_core.Step(ClockNow, input));
    }

    public void SetFitness(int group, byte value)
    {
        Fitness[group] = value;
        Give(new FitnessChanged(group, value, "simulated"));
    }

    private CoreSettings Settings()
    {
        var setup = _universe.Setup;
        return new CoreSettings
        {
            Self = new Holder(Index, Tenure),
            Nodes = setup.Nodes,
            HasRegister = setup.HasRegister,
            ServesAlone = setup.ServesAlone,
            Every = Span.Every,
            DeadAfter = Span.DeadAfter,
            Lease = Span.Lease,
            RestartGrace = Span.RestartGrace,
            VoterSet = VoterSet,
            CopiesSessions = setup.CopiesSessions,
            Fingerprint = Fingerprint,
            Groups = [.. Enumerable.Range(0, setup.Groups).Select(
                group => new GroupRule((byte)(group % setup.Nodes), setup.FailsBack ? 500 * Span.Millisecond : null))],
        };
    }

    private void Tick(int life)
    {
        if (life != Life)
        {
            return;
        }

        if (!IsStalled)
        {
            if (_universe.Chance.Happens(0.1))
            {
                Give(new SessionsCounted(_universe.Chance.Below(_universe.Setup.Groups), (uint)_universe.Chance.Below(50)));
            }

            Give(new Core.Tick());
        }

        _universe.After(Clock.ToTrue(Span.Every / 4) - _universe.Chance.Between(0, Span.Millisecond), () => Tick(life));
    }

    private void Wake(int life)
    {
        if (life != Life || IsStalled)
        {
            return;
        }

        Log("goes on");
        var rest = _rest.AsSpan(_done).ToArray();
        (_rest, _done) = ([], 0);
        Execute(rest);
        while (life == Life && !IsStalled && _done >= _rest.Length && _inbox.TryDequeue(out var input))
        {
            Give(input);
        }
    }

    private void Execute(ClusterOutput[] outputs)
    {
        var life = Life;
        for (var done = 0; done < outputs.Length; done++)
        {
            if ((CrashesAfter ?? FirstOfGrant(outputs)) is { } crash && crash <= done)
            {
                var then = DiesInGrant;
                Crash();
                then?.Invoke();
                return;
            }

            if (StallsAfter is { } stall && stall.Outputs <= done)
            {
                StallsAfter = null;
                (_rest, _done) = (outputs, done);
                Stall(stall.Duration);
                return;
            }

            Do(outputs[done]);
            if (life != Life)
            {
                return;
            }
        }
    }

    private int? FirstOfGrant(ClusterOutput[] outputs)
    {
        var answer = DiesInGrant is null ? -1 : Array.FindIndex(outputs, output => output is Send { Message: VoteReply { IsGranted: true, IsPreVote: false } });
        return answer < 0 ? null : Math.Min(answer, Array.FindIndex(outputs, output => output is Record)) + 1;
    }

    private void Do(ClusterOutput output)
    {
        if (_universe.Trace is not null && output is not Send { Message: Beat })
        {
            Log(Say.Output(output));
        }

        switch (output)
        {
            case Send send:
                _universe.Oracle.Count(this, send.Message);
                _universe.Network.Send(Index, send.To, send.Message);
                break;
            case Record record:
                _record![record.Group] = record.Grant;
                _universe.Oracle.Recorded(this, record.Grant);
                break;
            case SetGate gate:
                Gates[gate.Group] = gate.Deadline;
                _universe.Oracle.WatchGate(this, gate.Group);
                break;
            case StartGroup start:
                _universe.Oracle.WatchGate(this, start.Group);
                var fails = StartsToFail > 0;
                StartsToFail -= fails ? 1 : 0;
                IsBlocked[start.Group] |= fails;
                _movers[start.Group].Start(fails);
                break;
            case StopGroup stop:
                _movers[stop.Group].Stop(SlowestStop);
                break;
            case RelayTo relay:
                Accepts[relay.Group] = default;
                Relays[relay.Group] = (relay.To, relay.Until);
                break;
            case AcceptFrom accept:
                Relays[accept.Group] = default;
                Accepts[accept.Group] = (accept.From, accept.Until);
                break;
            case DrainSessions drain:
                Drain(Life, drain);
                break;
            case ReadRegister read:
                Call(read.Group, output);
                break;
            case WriteRegister write:
                Call(write.Group, output);
                break;
            case CommandDone done:
                _universe.Oracle.Answered(done);
                break;
        }
    }

    private byte? Shut(int group, (byte Node, long Until) word) =>
        IsMachineUp && !Clock.IsFrozen && !IsOpen(group) && ClockNow < word.Until ? word.Node : null;

    // A peer that lives has all sessions a moment later, one that does not has none.
    private void TellOfSessions(int life)
    {
        if (life != Life || !IsUp)
        {
            return;
        }

        foreach (var peer in _universe.Nodes.Where(peer => peer.Index != Index && peer.IsUp != _peerHasSessions[peer.Index]))
        {
            _peerHasSessions[peer.Index] = peer.IsUp;
            Give(new SessionsCopied(peer.Index, peer.IsUp));
        }

        _universe.After(Span.BetweenSyncs, () => TellOfSessions(life));
    }

    private void Drain(int life, DrainSessions drain) => _universe.After(Span.OfDrain, () =>
    {
        if (life == Life && _universe.Nodes[drain.To].IsUp)
        {
            Give(new SessionsDrained(drain.Group, drain.Epoch));
        }
    });

    private void Call(int group, ClusterOutput request)
    {
        var life = Life;
        _universe.Oracle.CountRegisterCall(this);
        _register!.Begin(group, request, input =>
        {
            if (life == Life)
            {
                Give(input);
            }
        });
    }

    private void Log(string text) =>
        _universe.Trace?.Add(_universe.Now, string.Create(CultureInfo.InvariantCulture, $"node {Index + 1}{(_universe.Clone == this ? "'" : "")} [{ClockNow / 1e6:F1}] {text}"));
}
