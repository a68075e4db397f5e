using System.Collections.Immutable;
using Tenbin.Cluster.Sharing;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering.Sharing;
using Tenbin.Director.Overrides;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Loop;

/// <summary>What operators set: here, and on the other nodes of the cluster.</summary>
internal sealed partial class DirectorCore
{
    /// <summary>Lines of the log for what came at once.</summary>
    private const int MostChangesLogged = 20;

    private readonly SettingsTrouble _settingsTrouble;
    private readonly List<(byte From, SharedSetting Setting)> _heard = [];
    private SharedSettings _settings = SharedSettings.Empty;
    private ImmutableHashSet<ServerKey> _servers = [];
    private SettingsPort? _port;
    private SettingsExchange? _exchange;
    private (TenbinConfig Config, ConfigFingerprint Fingerprint)? _file;

    /// <summary>Shares what operators set with the other nodes from now on.</summary>
    public void Share(SettingsPort port)
    {
        _port = port;
        _exchange = new SettingsExchange(port.Names.Length, port.Self, port.Send);
    }

    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    /// <summary>Computed once for each file: it may have thousands of services.</summary>
    private ConfigFingerprint Fingerprint
    {
        get
        {
            var config = _view.Config.Config;
            if (_file is not { } file || !ReferenceEquals(file.Config, config))
            {
                _file = file = (config, config.Fingerprint());
            }

            return file.Fingerprint;
        }
    }

    private CommandAnswer Override(OverrideVerb verb, ServerCommand command)
    {
        var (made, changes) = OverrideEditor.Edit(
            _view.Config.Config, _view.Overrides, verb, command, _settings.Next(_port?.Self ?? 0, _time.GetUtcNow()));
        var settings = _settings.With(made, out _);
        Save(settings);
        UseSettings(settings);
        foreach (var change in changes)
        {
            LogOverride(change);
        }

        _exchange?.Announce(made);
        return new CommandAnswer(changes, []) { Notes = changes.IsEmpty ? [] : Followers() };
    }

    private void Save(SharedSettings settings)
    {
        try
        {
            _overridesFile.Write(settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogOverridesUnwritable(e.Message);
            throw new CommandRefusedException(500, $"the command could not be saved, so nothing has changed: {e.Message}");
        }
    }

    private void UseSettings(SharedSettings settings)
    {
        _settings = settings;
        Publish(_view with { Overrides = OverrideSettings.InForce(settings) });
        _changed = true;
    }

    private ImmutableArray<string> Followers() => _exchange is null ? [] :
    [
        .. _exchange.Report(Now, Fingerprint).Select(peer => peer.IsSame is null
            ? $"{_port!.Names[peer.Node]} is silent: it follows when it is back"
            : $"{_port!.Names[peer.Node]} follows"),
    ];

    /// <summary>Takes what has come from the peers. What it makes of the settings comes into force at <see cref="Settle"/>.</summary>
    private void Hear()
    {
        while (_port is not null && _port.TryTake(out var from, out var payload))
        {
            var refused = _exchange!.Refused;
            _heard.AddRange(_exchange.Receive(Now, from, payload, _settings, Fingerprint).Select(setting => (from, setting)));
            if (_exchange.Refused > refused)
            {
                _settingsTrouble.Unread(_port.Names[from]);
            }
        }
    }

    /// <summary>All that has come since the last time, with one write of the file.</summary>
    private void TakeHeard()
    {
        if (_heard.Count == 0)
        {
            return;
        }

        // Of servers that this file does not have nothing is kept.
        var settings = _settings.With(_heard.Select(heard => heard.Setting).Where(setting => _servers.Contains(setting.Key.Server)), out var taken);
        var won = taken.ToHashSet();
        var from = string.Join(" and ", _heard.Where(heard => won.Contains(heard.Setting)).Select(heard => _port!.Names[heard.From]).Distinct());
        _heard.Clear();
        if (won.Count == 0)
        {
            return;
        }

        try
        {
            _overridesFile.Write(settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _settingsTrouble.Unsaved(from, e.Message);
            return;
        }

        var before = _view.Overrides;
        UseSettings(settings);
        var changes = OverrideEditor.Differences(_view.Config.Config, before, _view.Overrides).ToList();
        foreach (var change in changes.Take(MostChangesLogged))
        {
            LogOverrideFrom(from, change);
        }

        if (changes.Count > MostChangesLogged)
        {
            LogOverridesFrom(from, changes.Count - MostChangesLogged);
        }
    }
}
