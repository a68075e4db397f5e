using System.Collections.Immutable;
using Tenbin.Cluster.Transport;
using Tenbin.Director.Api;
using Tenbin.Director.Overrides;
using Tenbin.Director.Reloading;

namespace Tenbin.Director.Loop;

/// <summary>Reading the file again: all or nothing (invariant 1).</summary>
internal sealed partial class DirectorCore
{
    private CommandAnswer Reload()
    {
        var before = _view.Config;
        var result = _load();
        if (!result.IsValid)
        {
            throw Refuse([.. result.Errors.Select(error => error.ToString())]);
        }

        var violations = RestartRules.Violations(before.Config, result.Config);
        if (!violations.IsEmpty)
        {
            throw Refuse([.. violations.Select(violation => $"{before.File}: {violation}")]);
        }

        var keys = ReadKeys();
        var after = result.Config;
        var changes = ConfigDiff.Describe(before.Config, after);
        if (keys is not null && Keys!.Use(keys) is { } changed)
        {
            changes = changes.Add(changed);
        }

        var known = _view.Findings;
        var servers = OverrideSettings.Servers(after);
        var settings = _settings.Of(servers);
        if (settings.Count != _settings.Count)
        {
            Save(settings);
        }

        Publish(_view with
        {
            Config = before with { Config = after, LoadedAt = _time.GetUtcNow() },
            Refused = null,
            Findings = FindingsFor(after, known),
        });
        _servers = servers;
        UseSettings(settings);
        _checks.Apply(after, known);
        (_changed, _findingsChanged, _networkChanged) = (true, true, true);
        LogReloaded(before.File, changes.Length);
        foreach (var change in changes)
        {
            LogReloadChange(change);
        }

        return new CommandAnswer(changes, []);
    }

    private KeyFile? ReadKeys()
    {
        try
        {
            return Keys?.Read();
        }
        catch (KeyFileException e)
        {
            throw Refuse([e.Message]);
        }
    }

    private CommandRefusedException Refuse(ImmutableArray<string> errors)
    {
        Publish(_view with { Refused = new RefusedReload(_time.GetUtcNow(), errors) });
        foreach (var error in errors)
        {
            LogReloadError(error);
        }

        var loadedAt = _view.Config.LoadedAt;
        LogReloadRefused(_view.Config.File, errors.Length, loadedAt);
        _ticked = true;
        Settle();
        return new CommandRefusedException(
            422, $"reload refused: the configuration loaded at {loadedAt:u} and its checks go on", errors);
    }
}
