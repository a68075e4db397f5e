using Tenbin.Addresses.Tracking;
using Tenbin.Cluster.Core;

namespace Tenbin.Director.Clustering;

/// <summary>
/// Adds up how fit this node is for each group, and posts what changes. Nothing is posted before all was looked at once: a
/// daemon that comes back to its groups must not give them away because it does not know yet. Thread-safe.
/// </summary>
internal sealed class FitnessBoard(int groups, Action<FitnessChanged> post)
{
    /// <summary>Points that a group loses whose services have no server up here: less than any node that reaches some.</summary>
    private const int NoServerPenalty = 100;
    private readonly Lock _gate = new();
    private readonly Fitness?[] _tracked = new Fitness?[groups];
    private readonly FitnessChanged?[] _posted = new FitnessChanged?[groups];
    private readonly string?[] _serverless = new string?[groups];
    private GatewayVerdict? _gateways;
    private string? _planeProblem;

    /// <summary>What the tracked things of a group say.</summary>
    public void Track(int group, Fitness fitness) => Change(() => _tracked[group] = fitness);

    /// <summary>What the gateways say.</summary>
    public void Judge(GatewayVerdict verdict) => Change(() => _gateways = verdict);

    /// <summary>What the director knows.</summary>
    /// <param name="planeProblem">Why the kernel does not hold the plan; null while it does.</param>
    /// <param name="serverless">By group: the services without any server up; null = none.</param>
    public void Observe(string? planeProblem, IReadOnlyList<string?> serverless) => Change(() =>
    {
        _planeProblem = planeProblem;
        for (var group = 0; group < _serverless.Length; group++)
        {
            _serverless[group] = serverless[group];
        }
    });

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            for (var group = 0; group < _posted.Length; group++)
            {
                if (Weigh(group) is { } now && now != _posted[group])
                {
                    _posted[group] = now;
                    post(now);
                }
            }
        }
    }

    private FitnessChanged? Weigh(int group)
    {
        if (_tracked[group] is not { } tracked || _gateways is not { } gateways)
        {
            return null;
        }

        if (_planeProblem is { } problem)
        {
            return new FitnessChanged(group, 0, problem);
        }

        if (gateways.IsIsolated)
        {
            return new FitnessChanged(group, 0, gateways.Reason);
        }

        var lost = tracked.Lost.Select(one => one.Reason);
        return _serverless[group] is { } serverless && tracked.Value > 0
            ? new FitnessChanged(
                group, (byte)Math.Max(1, tracked.Value - NoServerPenalty), string.Join("; ", lost.Prepend($"no server is up for {serverless}")))
            : new FitnessChanged(group, (byte)tracked.Value, string.Join("; ", lost));
    }
}
