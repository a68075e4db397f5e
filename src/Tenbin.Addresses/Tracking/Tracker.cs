using System.Collections.Immutable;
using System.ComponentModel;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.Linux.Processes;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tracking;

/// <summary>Looks at the tracked things of a group and tells this node's fitness.</summary>
/// <param name="things">What is tracked.</param>
/// <param name="netlink">Of the network namespace whose interfaces are meant.</param>
/// <param name="changes">Raised at changes of the network.</param>
/// <param name="time">Clock and timers.</param>
/// <param name="changed">Called with the first fitness, once all was looked at, and with each other one; quick, on a pool thread.</param>
public sealed class Tracker(
    ImmutableArray<TrackedThing> things, RouteNetlink netlink, NetworkSignal changes, TimeProvider time, Action<Fitness> changed)
{
    private const string Shell = "/bin/sh";
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string?[] _faults = new string?[things.Length];
    private readonly bool[] _seen = new bool[things.Length];

    /// <summary>The fitness; null before all was looked at once.</summary>
    public Fitness? Current { get; private set; }

    /// <summary>Looks until stopped; ends without an exception.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (things.IsEmpty)
        {
            Weigh();
        }

        try
        {
            await Task.WhenAll(things.Select((thing, index) => FollowAsync(thing, index, stop))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private async Task FollowAsync(TrackedThing thing, int index, CancellationToken stop)
    {
        while (true)
        {
            var change = thing.Kind == TrackKind.Interface ? changes.Next : null;
            Record(index, await FindFault(thing, stop).ConfigureAwait(false));
            var pause = Task.Delay(thing.Kind == TrackKind.Script ? thing.Every : s_every, time, stop);
            await (change is null ? pause : Task.WhenAny(change, pause)).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task<string?> FindFault(TrackedThing thing, CancellationToken stop) => thing.Kind switch
    {
        TrackKind.Interface => FindInterfaceFault(thing.Target),
        TrackKind.Process => FindProcessFault(thing.Target),
        _ => await FindScriptFault(thing, stop).ConfigureAwait(false),
    };

    private string? FindInterfaceFault(string name)
    {
        try
        {
            return netlink.Link(name) switch
            {
                null => $"interface {name} is not there",
                { IsUp: false } => $"interface {name} is switched off",
                { IsRunning: false } => $"interface {name} has no carrier",
                _ => null,
            };
        }
        catch (LinuxException e)
        {
            return $"interface {name} cannot be looked at: {e.Message}";
        }
    }

    private static string? FindProcessFault(string name)
    {
        var kept = name.Length > ProcessTable.NameLength ? name[..ProcessTable.NameLength] : name;
        return ProcessTable.Names().Contains(kept) ? null : $"no process '{name}' runs";
    }

    private async Task<string?> FindScriptFault(TrackedThing thing, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(thing.Timeout, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            var result = await new Command(Shell, ["-c", thing.Target]).RunAsync(time, deadline.Token).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            return result switch
            {
                { InTime: false } => $"script '{thing.Target}' did not end within {thing.Timeout.TotalSeconds:0.###} s{result.Quote}",
                { ExitCode: 0 } => null,
                _ => $"script '{thing.Target}' {result.Describe()}",
            };
        }
        catch (Win32Exception e)
        {
            return $"script '{thing.Target}' cannot be run through {Command.SetSid}: {e.Message}";
        }
    }

    private void Record(int index, string? fault)
    {
        lock (_gate)
        {
            if (_seen[index] && _faults[index] == fault)
            {
                return;
            }

            (_seen[index], _faults[index]) = (true, fault);
            if (!_seen.Contains(false))
            {
                Weigh();
            }
        }
    }

    private void Weigh()
    {
        Current = Fitness.Of([.. things.Zip(_faults).Where(pair => pair.Second is not null).Select(pair => new LostPoints(pair.First, pair.Second!))]);
        changed(Current);
    }
}
