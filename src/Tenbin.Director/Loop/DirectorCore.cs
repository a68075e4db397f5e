using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Tenbin.Director.Clustering;
using Tenbin.Director.Findings;
using Tenbin.Director.Measuring;
using Tenbin.Director.Overrides;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Loop;

/// <summary>
/// Owns the truth: configuration, findings, overrides. Takes inputs one at a time, then <see cref="Settle"/> makes the
/// data plane follow. Not thread-safe, knows no thread and no timer; only <see cref="View"/> may be read from anywhere.
/// </summary>
internal sealed partial class DirectorCore
{
    private readonly Func<ConfigResult> _load;
    private readonly IHealthChecks _checks;
    private readonly IDataPlane _plane;
    private readonly FindingsFile _findingsFile;
    private readonly OverridesFile _overridesFile;
    private readonly Func<IReadOnlySet<IPAddress>> _localAddresses;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly ILogger _logger;
    private readonly RateMeter _rateMeter;
    private readonly TableAlarm _tableAlarm;
    private readonly EventAlarm _eventAlarm;
    private readonly RepairLog _repairs;
    private readonly PlaneTrouble _trouble;
    private readonly Dictionary<string, Footing> _footings = [];
    private DirectorView _view;
    private bool _changed = true;
    private bool _findingsChanged;
    private bool _networkChanged = true;
    private bool _ticked;

    public DirectorCore(
        LoadedConfig config, Func<ConfigResult> load, IHealthChecks checks, IDataPlane plane,
        FindingsFile findingsFile, OverridesFile overridesFile, Func<IReadOnlySet<IPAddress>> localAddresses,
        TimeProvider time, ILoggerFactory loggers)
    {
        _load = load;
        _checks = checks;
        _plane = plane;
        _findingsFile = findingsFile;
        _overridesFile = overridesFile;
        _localAddresses = localAddresses;
        _time = time;
        _startedAt = time.GetTimestamp();
        _logger = loggers.CreateLogger("director");
        _rateMeter = new RateMeter(time);
        _tableAlarm = new TableAlarm(_logger);
        _eventAlarm = new EventAlarm(time, _logger);
        _repairs = new RepairLog(time, _logger);
        _trouble = new PlaneTrouble(time, _logger);
        _settingsTrouble = new SettingsTrouble(time, _logger);
        _view = new DirectorView
        {
            Config = config,
            Findings = ImmutableDictionary<ServerKey, ServerFinding>.Empty,
            Overrides = ImmutableDictionary<ServerKey, ServerOverride>.Empty,
            Desired = DesiredState.Empty,
            Rates = RateTable.Empty,
            Warnings = [],
        };
    }

    /// <summary>Services that the data plane gets under another address as well; null = there are none in this file.</summary>
    public Aliases? Aliases { get; set; }

    /// <summary>The cluster's keys, read again by a reload; null = no cluster.</summary>
    public ClusterKeys? Keys { get; set; }

    /// <summary>What is known now.</summary>
    public DirectorView View => Volatile.Read(ref _view);

    /// <summary>Takes up what an earlier daemon knew, starts the checks and brings the data plane to the plan.</summary>
    /// <exception cref="StartupException">The overrides of operators cannot be read.</exception>
    public void Start()
    {
        var config = _view.Config.Config;
        var known = _findingsFile.Read(config);
        _servers = OverrideSettings.Servers(config);
        UseSettings(_overridesFile.Read(_servers));
        Publish(_view with { Findings = FindingsFor(config, known) });
        _checks.Apply(config, known);
        LogStarted(config.Services.Length, config.Services.Sum(service => service.Servers.Length), known.Count, _view.Overrides.Count);
        Settle();
    }

    /// <summary>Takes one input. The data plane follows at <see cref="Settle"/>.</summary>
    public void Take(DirectorInput input)
    {
        try
        {
            switch (input)
            {
                case HealthChanged change:
                    TakeFinding(change.Key, change.Finding);
                    break;
                case NetworkChanged:
                    _networkChanged = true;
                    break;
                case SettingsArrived:
                    Hear();
                    break;
                case Tick:
                    _ticked = true;
                    _exchange?.Tick(Now, _settings, Fingerprint);
                    break;
                case ReloadRequested:
                    var answer = Reload();
                    Settle();
                    input.Answer?.TrySetResult(answer with { Warnings = View.Warnings });
                    break;
                case OverrideRequested request:
                    var done = Override(request.Verb, request.Command);
                    Settle();
                    input.Answer?.TrySetResult(done with { Warnings = _footingWarnings });
                    break;
            }
        }
        catch (CommandRefusedException refused)
        {
            input.Answer?.TrySetException(refused);
        }
    }

    private void TakeFinding(ServerKey key, ServerFinding finding)
    {
        if (!_view.Findings.TryGetValue(key, out var before))
        {
            // Its service or server has left the configuration while the probe was out.
            return;
        }

        Publish(_view with { Findings = _view.Findings.SetItem(key, finding) });
        _findingsChanged = true;
        _changed |= before.Health != finding.Health;
    }

    private ImmutableDictionary<ServerKey, ServerFinding> FindingsFor(
        TenbinConfig config, ImmutableDictionary<ServerKey, ServerFinding> known)
    {
        var now = _time.GetUtcNow();
        return config.Services
            .SelectMany(service => service.Servers.Select(server => new ServerKey(service.Name, server.Address)))
            .ToImmutableDictionary(
                key => key,
                key => known.GetValueOrDefault(key) ?? new ServerFinding(ServerHealth.Unknown, "no check has finished yet", now));
    }

    private void Publish(DirectorView view) => Volatile.Write(ref _view, view);
}
