using Tenbin.Cluster.Core;
using Tenbin.Cluster.Simulation.World;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>What each event does.</summary>
public sealed partial class PairState
{
    private int? _diesAfter;
    private int _outputs;

    private void Happen(PairEvent next)
    {
        var node = next.Which;
        switch (next.Kind)
        {
            case EventKind.TimePasses:
                PassTime();
                break;
            case EventKind.GateEnds:
                Steps--;
                Now = _nodes[node].LastOpen();
                Give(1 - node, new Tick());
                break;
            case EventKind.Arrives:
                Receive(next.Which);
                break;
            case EventKind.RegisterAnswers:
                Answer(next.Which);
                break;
            case EventKind.RegisterActs:
                Act(next.Which);
                break;
            case EventKind.AnswerArrives:
                var call = _calls[next.Which];
                _calls.RemoveAt(next.Which);
                Give(call.Node, call.Answer!);
                break;
            case EventKind.Dies:
                Crashes--;
                Die(node);
                break;
            case EventKind.ArrivesAndDies:
                Crashes--;
                _diesAfter = next.Outputs;
                Receive(next.Which);
                break;
            case EventKind.AnswersAndDies:
                Crashes--;
                _diesAfter = next.Outputs;
                Answer(next.Which);
                break;
            case EventKind.Starts:
                Start(node);
                break;
            case EventKind.StartsForgetful:
                Crashes--;
                _nodes[node] = _nodes[node] with { Record = null };
                Start(node);
                break;
            case EventKind.Boots:
                Crashes--;
                Die(node);
                _nodes[node] = _nodes[node] with { Record = null, Gate = 0, Tenure = _nodes[node].Tenure + 1 };
                Start(node);
                break;
            case EventKind.Standby:
                Commands--;
                Give(node, new Command(1, CommandKind.Standby, 0));
                break;
            case EventKind.LeavesForRestart:
                Commands--;
                Give(node, new Command(1, CommandKind.LeaveForRestart));
                break;
        }
    }

    private void PassTime()
    {
        Now += Step;
        Steps--;
        foreach (var call in _calls.Where(call => IsAwaited(call) && Now - call.SentAt >= PairNode.Lease / 2).ToArray())
        {
            GiveUp(call);
            Give(call.Node, new RegisterSilent(0));
        }

        for (var node = 0; node < 2; node++)
        {
            if (_nodes[node].IsStopping)
            {
                _nodes[node] = _nodes[node] with { IsStopping = false };
                Give(node, new Stopped(0));
            }

            Give(node, new Tick());
        }
    }

    private void Receive(int datagram)
    {
        var arrived = _datagrams[datagram];
        _datagrams.RemoveAt(datagram);
        foreach (var message in arrived.Messages)
        {
            Give(1 - arrived.From, new Received(arrived.From, message));
        }
    }

    private void Answer(int index)
    {
        var call = _calls[index];
        _calls.RemoveAt(index);
        Give(call.Node, Apply(call.Request!));
    }

    private void Act(int index)
    {
        var call = _calls[index];
        var answer = Apply(call.Request!);
        if (IsAwaited(call))
        {
            _calls[index] = call with { Request = null, Answer = answer };
        }
        else
        {
            _calls.RemoveAt(index);
        }
    }

    private ClusterInput Apply(ClusterOutput request)
    {
        if (request is not WriteRegister { Content: var content })
        {
            return new RegisterRead(0, _content);
        }

        if ((_content?.Revision ?? 0) != content.Revision)
        {
            return new RegisterRefused(0, _content);
        }

        _content = content with { Revision = ++_revision };
        return new RegisterWritten(0, _revision);
    }

    private bool IsAwaited(RegisterCall call) => call.IsAwaited && _nodes[call.Node] is { Core: not null, Life: var life } && life == call.Life;

    /// <summary>Nobody waits for the answer. What was to be written may still land; a read is of no use to anybody.</summary>
    private void GiveUp(RegisterCall call)
    {
        _calls.Remove(call);
        if (call.Request is WriteRegister)
        {
            _calls.Add(call with { IsAwaited = false });
        }
    }

    private void Start(int node)
    {
        var machine = _nodes[node];
        var core = new ClusterCore(
            machine.ClockAt(Now), machine.Settings, machine.Record is { } grant ? [grant] : null, [machine.Gate], out var outputs);
        // As the real file does: what was lost stays lost, and the new record begins empty.
        _nodes[node] = machine with
        {
            Core = core,
            CoreDigest = new Lazy<Digest>(() => Snapshot.Of(core)),
            Life = machine.Life + 1,
            Record = machine.Record ?? default(Grant),
        };
        _isOwnCore[node] = true;
        Execute(node, [.. outputs]);
        Send(node);
        Give(node, new FitnessChanged(0, 200, "explored"));
    }

    private void Die(int node)
    {
        _nodes[node] = _nodes[node] with { Core = null, CoreDigest = null, IsStopping = false };
        _isOwnCore[node] = false;
        foreach (var call in _calls.Where(call => call.Node == node && call.IsAwaited).ToArray())
        {
            GiveUp(call);
        }
    }

    private void Give(int node, ClusterInput input)
    {
        if (_nodes[node].Core is not { } core)
        {
            return;
        }

        if (!_isOwnCore[node])
        {
            core = Snapshot.Copy(core);
            _nodes[node] = _nodes[node] with { Core = core, CoreDigest = new Lazy<Digest>(() => Snapshot.Of(core)) };
            _isOwnCore[node] = true;
        }

        Execute(node, core.Step(_nodes[node].ClockAt(Now), input));
        Send(node);
    }

    private void Execute(int node, ClusterOutput[] outputs)
    {
        foreach (var output in outputs)
        {
            if (_outputs == _diesAfter)
            {
                Die(node);
                return;
            }

            Do(node, output);
            _outputs++;
        }
    }

    private void Do(int node, ClusterOutput output)
    {
        switch (output)
        {
            case Send send:
                _said.Add(send.Message);
                break;
            case Record record:
                _nodes[node] = _nodes[node] with { Record = record.Grant };
                break;
            case SetGate gate:
                _nodes[node] = _nodes[node] with { Gate = gate.Deadline };
                if (Owners == 2)
                {
                    throw new ViolationException($"Invariant 6: both gates are open at {Now / Span.Millisecond} ms");
                }

                break;
            case StartGroup:
                _nodes[node] = _nodes[node] with { IsStopping = false };
                break;
            case StopGroup:
                _nodes[node] = _nodes[node] with { IsStopping = true };
                break;
            case ReadRegister or WriteRegister:
                _calls.Add(new RegisterCall((byte)node, _nodes[node].Life, Now, output, null, true));
                break;
        }
    }

    /// <summary>What one step said leaves in one piece.</summary>
    private void Send(int node)
    {
        if (_said.Count == 0)
        {
            return;
        }

        _datagrams.Add(new Datagram((byte)node, [.. _said]));
        _said.Clear();
        if (_datagrams.Count(datagram => datagram.From == node) > MostOnTheWay)
        {
            _datagrams.RemoveAt(_datagrams.FindIndex(datagram => datagram.From == node));
        }
    }

    /// <summary>After which outputs a death makes a difference.</summary>
    private int[] Cuts(Action<PairState> happens)
    {
        var whole = new PairState(this);
        happens(whole);
        return [.. Enumerable.Range(1, Math.Max(whole._outputs - 1, 0))];
    }
}
