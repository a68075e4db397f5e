using Microsoft.Extensions.Logging;
using Tenbin.Addresses;
using Tenbin.Addresses.Groups;
using Tenbin.Addresses.Routing;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Driving;
using Tenbin.Director.Clustering.Syncing;
using Tenbin.Forwarding;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>Does on this machine what the heart decides: gates, addresses, routes, scripts, hooks. Its answers go back as inputs.</summary>
internal sealed class GroupRunners : IGroupActions, IAsyncDisposable
{
    private readonly IGate _gate;
    private readonly IRelay? _relay;
    private readonly SessionCourier? _courier;
    private readonly GroupRunner[] _runners;
    private readonly OwnershipHook[] _hooks;
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<ClusterInput> _post;
    private readonly Takeovers _takeovers;

    /// <summary>Since the owner of a group, which has fallen silent, was heard; null = there is none. Quick.</summary>
    private readonly Func<int, TimeSpan?> _silence;

    public GroupRunners(
        IReadOnlyList<GroupSettings> groups, string node, IGate gate, IReadOnlyDictionary<MoverKind, IAddressMover> movers,
        GroupRouting routing, NetworkSignal changes, SessionCourier? courier, Takeovers takeovers, Func<int, TimeSpan?> silence,
        Action<ClusterInput> post, TimeProvider time, ILoggerFactory loggers)
    {
        _takeovers = takeovers;
        _silence = silence;
        _gate = gate;
        _relay = gate as IRelay;
        _courier = courier;
        _post = post;
        _runners =
        [
            .. groups.Select((group, index) => new GroupRunner(
                group, movers, routing, changes, report => Report(index, report), time, loggers.CreateLogger<GroupRunner>())),
        ];
        _hooks = [.. groups.Select(group => new OwnershipHook(group, node, time, loggers.CreateLogger("cluster")))];
    }

    /// <inheritdoc/>
    public void SetGate(int group, long deadline) => _gate.SetDeadline(group, deadline);

    /// <inheritdoc/>
    public void Start(int group, ulong epoch)
    {
        _takeovers.Begin(group, epoch, _silence(group));
        _courier?.SendCopies();
        _hooks[group].Run("acquired", epoch);
        Run(_runners[group].Start, outcome =>
        {
            switch (outcome.Kind)
            {
                case OutcomeKind.Done:
                    _takeovers.End(group, null);
                    _post(new Started(group));
                    break;
                case OutcomeKind.Failed:
                    _takeovers.End(group, $"{outcome.Resource}: {outcome.Reason}");
                    _post(new StartFailed(group, $"{outcome.Resource}: {outcome.Reason}"));
                    break;
            }
        });
    }

    /// <inheritdoc/>
    public void Relay(int group, byte node, long until) => _relay?.Relay(group, node, until);

    /// <inheritdoc/>
    public void Accept(int group, byte node, long until) => _relay?.Accept(group, node, until);

    /// <inheritdoc/>
    public void DrainSessions(int group, ulong epoch, byte node) =>
        _courier!.Drain(node, () => _post(new SessionsDrained(group, epoch)));

    /// <inheritdoc/>
    public void Stop(int group)
    {
        _hooks[group].Run("lost", 0);
        Run(_runners[group].Stop, outcome =>
        {
            if (outcome.Kind == OutcomeKind.Done)
            {
                _post(new Stopped(group));
            }
        });
    }

    /// <summary>Ends watching; the groups stay as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var runner in _runners)
        {
            await runner.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    // Not on the caller's thread: that is the heart.
    private void Run(Func<CancellationToken, Task<GroupOutcome>> operation, Action<GroupOutcome> done) => _ = Task.Run(async () =>
    {
        try
        {
            done(await operation(_stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The daemon ends; the group stays as it is.
        }
    });

    private void Report(int group, GroupEvent happened)
    {
        if (happened.Kind is GroupEventKind.Failed or GroupEventKind.Relieved)
        {
            _post(new StartFailed(group, $"{happened.Resource}: {happened.Reason}"));
        }
    }
}
