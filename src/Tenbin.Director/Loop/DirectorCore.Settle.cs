using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tenbin.Forwarding;
using Tenbin.Linux;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Loop;

/// <summary>One way down: plan, reconcile, look, tell.</summary>
internal sealed partial class DirectorCore
{
    private const int MostPlaneWarnings = 50;
    private ImmutableArray<string> _planeWarnings = [];
    private ImmutableArray<string> _addressWarnings = [];
    private ImmutableArray<string> _footingWarnings = [];
    private ImmutableDictionary<ServiceAddress, ServiceAddress> _named = ImmutableDictionary<ServiceAddress, ServiceAddress>.Empty;

    /// <summary>Brings the data plane to the plan when an input asked for it; otherwise does nothing.</summary>
    public void Settle()
    {
        TakeHeard();
        if (_exchange is not null)
        {
            Publish(_view with { Peers = _exchange.Report(Now, Fingerprint) });
        }

        if (!_changed && !_networkChanged && !_ticked && !_findingsChanged)
        {
            return;
        }

        if (_findingsChanged)
        {
            _findingsFile.Write(_view.Config.Config, _view.Findings);
        }

        var desired = Plan.Make(
            _view.Config.Config,
            key => _view.Findings.GetValueOrDefault(key)?.Health ?? ServerHealth.Unknown,
            _view.Overrides);
        var problem = Reconcile(desired);
        var snapshot = Look(ref problem);
        if (_networkChanged || _ticked)
        {
            LookAtAddresses(ref problem);
        }

        _footingWarnings = TellFootings(desired);
        var table = snapshot is null ? null : _tableAlarm.Observe(snapshot.Sessions, snapshot.SessionLimit);
        string?[] single = [problem, RefusedWarning(), table];
        Publish(_view with
        {
            Desired = desired,
            Snapshot = snapshot,
            Rates = _ticked && snapshot is not null ? _rateMeter.Observe(snapshot) : _view.Rates,
            Problem = problem,
            Warnings = [.. single.OfType<string>(), .. _footingWarnings, .. _addressWarnings, .. _planeWarnings],
        });
        (_changed, _findingsChanged, _networkChanged, _ticked) = (problem is not null, false, false, false);
    }

    private string? Reconcile(DesiredState desired)
    {
        try
        {
            var report = _plane.Reconcile(Aliases is null ? desired : Aliases.Enter(_view.Config.Config, desired, out _named));
            if (_changed)
            {
                LogBrought(report.Changes);
            }
            else
            {
                _repairs.Observe(report.Changes);
            }

            LogBrought(report.Followed);

            _planeWarnings = [.. report.Warnings.Take(MostPlaneWarnings)];
            _trouble.Over();
            return null;
        }
        catch (Exception e) when (e is DataPlaneException or LinuxException)
        {
            _trouble.Observe(e.Message);
            return $"the kernel does not hold the plan: {e.Message}";
        }
    }

    private DataPlaneSnapshot? Look(ref string? problem)
    {
        try
        {
            var snapshot = Aliases.Fold(_plane.Read(), _named);
            if (_ticked)
            {
                _eventAlarm.Observe(snapshot.Events);
            }

            return snapshot;
        }
        catch (DataPlaneException e)
        {
            _trouble.Observe(e.Message);
            problem ??= $"the kernel's counters cannot be read: {e.Message}";
            return _view.Snapshot;
        }
    }

    private void LookAtAddresses(ref string? problem)
    {
        try
        {
            _addressWarnings = AddressWarnings.Of(_view.Config.Config, _localAddresses());
        }
        catch (LinuxException e)
        {
            _trouble.Observe(e.Message);
            problem ??= $"this machine's addresses cannot be read: {e.Message}";
        }
    }

    private ImmutableArray<string> TellFootings(DesiredState desired)
    {
        var fallbacks = _view.Config.Config.Services.ToDictionary(s => s.Name, s => s.Fallback?.Address);
        var warnings = ImmutableArray.CreateBuilder<string>();
        foreach (var service in desired.Services)
        {
            var fallback = fallbacks[service.Name];
            var footing = Footings.Of(service, fallback, _view.Findings);
            var warning = FootingWarnings.Of(service.Name, footing, fallback);
            if (warning is not null)
            {
                warnings.Add(warning);
            }

            var before = _footings.GetValueOrDefault(service.Name, Footing.Waiting);
            _footings[service.Name] = footing;
            if (footing == before)
            {
                continue;
            }

            if (warning is not null)
            {
                LogFootingLost(footing == Footing.Nothing ? LogLevel.Error : LogLevel.Warning, warning);
            }
            else if (footing == Footing.Servers && before is Footing.Fallback or Footing.Nothing)
            {
                LogFootingBack(service.Name);
            }
        }

        return warnings.ToImmutable();
    }

    private string? RefusedWarning() => _view.Refused is not { } refused
        ? null
        : $"the reload at {refused.At:u} was refused: {refused.Errors[0]}"
            + (refused.Errors.Length > 1 ? $" (and {refused.Errors.Length - 1} more)" : "");
}
