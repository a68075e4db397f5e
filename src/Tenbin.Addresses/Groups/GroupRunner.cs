using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tenbin.Addresses.Routing;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Groups;

/// <summary>
/// Starts, watches and stops one group on this machine: its addresses in order, then its routes, its rules and its
/// scripts; stopped in reverse. One operation at a time; the latest wish wins: a start that a stop overtakes is broken off, and the other way
/// round. It remembers nothing that the machine does not show: a new runner adopts what an earlier one left, or removes it.
/// Thread-safe.
/// </summary>
public sealed partial class GroupRunner : IAsyncDisposable
{
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(200), s_lastRetry = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly string _group;
    private readonly ImmutableArray<Resource> _resources;
    private readonly NetworkSignal _changes;
    private readonly Action<GroupEvent> _report;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private bool? _wished;
    private CancellationTokenSource _wish = new();
    private CancellationTokenSource? _watching;
    private Task _watches = Task.CompletedTask;

    /// <summary>A runner that does nothing before it is told to.</summary>
    /// <param name="settings">The group.</param>
    /// <param name="movers">By kind; all that the group names.</param>
    /// <param name="routing">For its routes and rules.</param>
    /// <param name="changes">Raised at changes of the network.</param>
    /// <param name="report">Called for each event, in order for each resource; quick, on a pool thread.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="log">Gets one line for each event.</param>
    public GroupRunner(
        GroupSettings settings, IReadOnlyDictionary<MoverKind, IAddressMover> movers, GroupRouting routing, NetworkSignal changes,
        Action<GroupEvent> report, TimeProvider time, ILogger<GroupRunner> log)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_group, _changes, _report, _time, _log) = (settings.Name, changes, report, time, log);
        _resources =
        [
            .. settings.Addresses.Select(address => new AddressResource(address, movers[address.Mover])),
            .. settings.Routes.Select(route =>
                new RoutingResource($"route {route}", () => routing.Add(route), () => routing.Remove(route), () => routing.FindFault(route))),
            .. settings.Rules.Select(rule =>
                new RoutingResource($"rule {rule}", () => routing.Add(rule), () => routing.Remove(rule), () => routing.FindFault(rule))),
            .. settings.Masquerade is { } masquerade ? [new MasqueradeResource(settings.Name, masquerade, time, log)] : Array.Empty<Resource>(),
            .. settings.Scripts.Select((script, index) => new ScriptResource(script, $"{settings.Name}_{index}", time)),
        ];
    }

    /// <summary>
    /// Starts all of the group, and watches it from then on. If one resource does not start, or not before
    /// <paramref name="cancellation"/>, what had started is stopped again; what does not stop is tried on in the background.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled before it began.</exception>
    public Task<GroupOutcome> Start(CancellationToken cancellation) => InTurn(up: true, StartAllAsync, cancellation);

    /// <summary>
    /// Stops all of the group, whoever started it, and tries on what does not stop until <paramref name="cancellation"/>.
    /// A resource that does not stop keeps none below it from being stopped.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled before it began.</exception>
    public Task<GroupOutcome> Stop(CancellationToken cancellation) => InTurn(up: false, StopAllAsync, cancellation);

    /// <summary>Ends watching and every operation; the group stays as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _wish.Cancel();
        }

        await _turn.WaitAsync().ConfigureAwait(false);
        await EndWatchAsync().ConfigureAwait(false);
        _wish.Dispose();
        _turn.Dispose();
    }

    private async Task<GroupOutcome> InTurn(bool up, Func<CancellationToken, CancellationToken, Task<GroupOutcome>> operation, CancellationToken cancellation)
    {
        CancellationToken wish;
        lock (_gate)
        {
            if (_wished != up)
            {
                _wished = up;
                _wish.Cancel();
                _wish.Dispose();
                _wish = new CancellationTokenSource();
            }

            wish = _wish.Token;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(wish, cancellation);
        try
        {
            await _turn.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                await EndWatchAsync().ConfigureAwait(false);
                return await operation(either.Token, wish).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (wish.IsCancellationRequested)
        {
            return GroupOutcome.Superseded;
        }
    }

    private async Task<GroupOutcome> StartAllAsync(CancellationToken either, CancellationToken wish)
    {
        var began = _time.GetTimestamp();
        for (int begun = 0, next; begun < _resources.Length; begun = next)
        {
            next = begun + 1;
            while (next < _resources.Length && _resources[begun].StartsAbreast && _resources[next].StartsAbreast)
            {
                next++;
            }

            var failures = await Task.WhenAll(_resources[begun..next].Select(resource => TryAsync(resource.Start, "started", either, wish))).ConfigureAwait(false);
            if (Array.FindIndex(failures, failure => failure is not null) is var failed and >= 0)
            {
                var (resource, reason) = (_resources[begun + failed], failures[failed]!);
                Report(GroupEventKind.StartFailed, resource, reason);
                if (await StopOnceAsync(_resources[..next], wish, wish).ConfigureAwait(false) is not null)
                {
                    _ = Stop(CancellationToken.None);
                }

                return new GroupOutcome(OutcomeKind.Failed, resource.Name, reason);
            }
        }

        Watch();
        LogStarted(_group, (long)_time.GetElapsedTime(began).TotalMilliseconds);
        _report(new GroupEvent(_group, GroupEventKind.Started));
        return GroupOutcome.Done;
    }

    private async Task<GroupOutcome> StopAllAsync(CancellationToken either, CancellationToken wish)
    {
        for (var pause = s_firstRetry; ; pause = pause * 2 < s_lastRetry ? pause * 2 : s_lastRetry)
        {
            if (await StopOnceAsync(_resources, either, wish).ConfigureAwait(false) is not { } failed)
            {
                Report(GroupEventKind.Stopped, null, null);
                return GroupOutcome.Done;
            }

            if (await TryAsync(token => Task.Delay(pause, _time, token), "stopped", either, wish).ConfigureAwait(false) is not null)
            {
                return failed;
            }
        }
    }

    /// <summary>Tries to stop each, last first; the first failure, or null.</summary>
    private async Task<GroupOutcome?> StopOnceAsync(ImmutableArray<Resource> resources, CancellationToken either, CancellationToken wish)
    {
        GroupOutcome? failed = null;
        foreach (var resource in resources.Reverse())
        {
            if (await TryAsync(resource.Stop, "stopped", either, wish).ConfigureAwait(false) is { } reason)
            {
                failed ??= new GroupOutcome(OutcomeKind.Failed, resource.Name, reason);
                Report(GroupEventKind.StopFailing, resource, reason);
            }
        }

        return failed;
    }

    /// <summary>The reason why it failed, or null.</summary>
    /// <exception cref="OperationCanceledException">The opposite is wished for.</exception>
    private static async Task<string?> TryAsync(Func<CancellationToken, Task> action, string done, CancellationToken either, CancellationToken wish)
    {
        try
        {
            await action(either).ConfigureAwait(false);
            return null;
        }
        catch (ResourceException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!wish.IsCancellationRequested && either.IsCancellationRequested)
        {
            return $"it was not {done} in the time that the group had";
        }
    }

    private void Watch()
    {
        _watching = new CancellationTokenSource();
        var stop = _watching.Token;
        _watches = Task.WhenAll(_resources.Select(resource => new ResourceWatch(resource, _changes, Report, _time).RunAsync(stop)));
    }

    private async Task EndWatchAsync()
    {
        if (_watching is { } watching)
        {
            await watching.CancelAsync().ConfigureAwait(false);
            await _watches.ConfigureAwait(false);
            watching.Dispose();
            _watching = null;
        }
    }
}
