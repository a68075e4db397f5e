using System.Threading.Channels;
using Tenbin.Director.Api;
using Tenbin.Director.Systemd;

namespace Tenbin.Director.Loop;

/// <summary>Feeds the core: one input after the other, a tick every second. The watchdog is fed from here and nowhere else.</summary>
internal sealed class DirectorLoop(DirectorCore core, TimeProvider time, SystemdNotifier systemd)
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);
    private readonly Channel<DirectorInput> _inputs =
        Channel.CreateUnbounded<DirectorInput>(new UnboundedChannelOptions { SingleReader = true });
    private int _tickPending;
    private int _arrivalPending;

    /// <summary>What is known now.</summary>
    public DirectorView View => core.View;

    /// <summary>Told what is known after each settling.</summary>
    public Action<DirectorView>? Settled { get; set; }

    /// <summary>Hands over an input; never blocks.</summary>
    public void Post(DirectorInput input) => _inputs.Writer.TryWrite(input);

    /// <summary>Peers have said something: one input for all that waits. Never blocks.</summary>
    public void PostArrival()
    {
        if (Interlocked.Exchange(ref _arrivalPending, 1) == 0)
        {
            Post(new SettingsArrived());
        }
    }

    /// <summary>Hands over a command and waits for its answer.</summary>
    /// <exception cref="CommandRefusedException">It is refused, or the daemon stops.</exception>
    public Task<CommandAnswer> AskAsync(DirectorInput command)
    {
        var answer = new TaskCompletionSource<CommandAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inputs.Writer.TryWrite(command with { Answer = answer }))
        {
            answer.SetException(Stopping());
        }

        return answer.Task;
    }

    /// <summary>Runs until <paramref name="stop"/>. Leaves the data plane as it is.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = time.CreateTimer(_ => PostTick(), null, _period, _period);
        try
        {
            while (await _inputs.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                while (!stop.IsCancellationRequested && _inputs.Reader.TryRead(out var input))
                {
                    Take(input);
                }

                core.Settle();
                Settled?.Invoke(core.View);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The orderly end.
        }
        finally
        {
            _inputs.Writer.Complete();
            while (_inputs.Reader.TryRead(out var left))
            {
                left.Answer?.TrySetException(Stopping());
            }
        }
    }

    private void Take(DirectorInput input)
    {
        switch (input)
        {
            case Tick:
                Volatile.Write(ref _tickPending, 0);
                core.Take(input);
                systemd.Alive();
                break;
            case SettingsArrived:
                // Before the core looks: what comes from now on is told of anew.
                Volatile.Write(ref _arrivalPending, 0);
                core.Take(input);
                break;
            case ReloadRequested:
                systemd.Reloading();
                core.Take(input);
                systemd.Ready();
                break;
            default:
                core.Take(input);
                break;
        }
    }

    private void PostTick()
    {
        // A loop that is behind needs one tick, not a heap of them.
        if (Interlocked.Exchange(ref _tickPending, 1) == 0)
        {
            Post(new Tick());
        }
    }

    private static CommandRefusedException Stopping() => new(503, "the daemon is stopping");
}
