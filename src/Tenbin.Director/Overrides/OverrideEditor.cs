using System.Collections.Immutable;
using System.Net;
using Tenbin.Cluster.Sharing;
using Tenbin.Director.Api;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Overrides;

using Overrides = ImmutableDictionary<ServerKey, ServerOverride>;

/// <summary>Works out what a command makes of the overrides. Pure.</summary>
internal static class OverrideEditor
{
    private static readonly ServerOverride _none = new(false, null);

    /// <summary>The settings that <paramref name="command"/> makes, and a sentence for each that changes something.</summary>
    /// <param name="config">Names the servers.</param>
    /// <param name="overrides">In force.</param>
    /// <param name="verb">What is done.</param>
    /// <param name="command">To which server.</param>
    /// <param name="version">Of what it makes: of what is so here already as well, since another node may know an earlier command that says otherwise.</param>
    /// <exception cref="CommandRefusedException">No such server or service, or the weight is out of range.</exception>
    public static (ImmutableArray<SharedSetting> Made, ImmutableArray<string> Changes) Edit(
        TenbinConfig config, Overrides overrides, OverrideVerb verb, ServerCommand command, SettingVersion version)
    {
        if (verb == OverrideVerb.Weight && command.Weight is < 0 or > 65_535)
        {
            throw new CommandRefusedException(422, $"weight {command.Weight} is out of range: a weight is 0–65535");
        }

        var made = ImmutableArray.CreateBuilder<SharedSetting>();
        var changes = ImmutableArray.CreateBuilder<string>();
        foreach (var (key, server) in Targets(config, command))
        {
            var before = overrides.GetValueOrDefault(key) ?? _none;
            var after = verb switch
            {
                OverrideVerb.Drain => before with { Drained = true },
                OverrideVerb.Undrain => before with { Drained = false },
                _ => before with { Weight = command.Weight == server.Weight ? null : command.Weight },
            };
            made.Add(verb == OverrideVerb.Weight
                ? OverrideSettings.Weight(key, after.Weight, version)
                : OverrideSettings.Drain(key, after.Drained, version));
            changes.AddRange(Sentences(key, server, before, after));
        }

        return (made.ToImmutable(), changes.ToImmutable());
    }

    /// <summary>A sentence for each difference between two states of the overrides.</summary>
    public static IEnumerable<string> Differences(TenbinConfig config, Overrides before, Overrides after) =>
        from service in config.Services
        from server in OverrideSettings.Members(service)
        let key = new ServerKey(service.Name, server.Address)
        from sentence in Sentences(key, server, before.GetValueOrDefault(key) ?? _none, after.GetValueOrDefault(key) ?? _none)
        select sentence;

    private static IEnumerable<string> Sentences(ServerKey key, RealServer server, ServerOverride before, ServerOverride after)
    {
        if (before.Drained != after.Drained)
        {
            yield return after.Drained ? $"{key} is draining: it keeps its sessions and gets no new ones" : $"{key} is no longer drained";
        }

        if (before.Weight != after.Weight)
        {
            yield return after.Weight is null
                ? $"{key} has the file's weight {server.Weight} again (it was {before.Weight})"
                : $"{key} has weight {after.Weight} (it was {before.Weight ?? server.Weight}, the file says {server.Weight})";
        }
    }

    private static List<(ServerKey Key, RealServer Server)> Targets(TenbinConfig config, ServerCommand command)
    {
        var (address, port) = ParseServer(command.Server);
        var services = config.Services
            .Where(service => command.Service is null || service.Name == command.Service)
            .ToList();
        if (services.Count == 0)
        {
            throw new CommandRefusedException(
                404, $"there is no service '{command.Service}'; the services are {Names(config.Services.Select(s => s.Name))}");
        }

        var targets = services
            .SelectMany(service => OverrideSettings.Members(service)
                .Where(server => server.Address.Address.Equals(address) && (port is null || server.Address.Port == port))
                .Select(server => (new ServerKey(service.Name, server.Address), server)))
            .ToList();
        return targets.Count > 0 ? targets : throw NoSuchServer(services, command);
    }

    private static CommandRefusedException NoSuchServer(List<VirtualService> services, ServerCommand command)
    {
        var where = command.Service is null ? "no service has" : $"service {command.Service} does not have";
        var known = Names(services.SelectMany(OverrideSettings.Members).Select(server => server.Address.ToString()).Distinct());
        return new CommandRefusedException(404, $"{where} a real server {command.Server}; there is {known}");
    }

    private static (IPAddress Address, int? Port) ParseServer(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return (address, null);
        }

        if (IPEndPoint.TryParse(text, out var endPoint) && endPoint.Port != 0)
        {
            return (endPoint.Address, endPoint.Port);
        }

        throw new CommandRefusedException(
            422, $"'{text}' is not a real server: give an address, or address and port, e.g. 172.18.1.33 or 172.18.1.33:80");
    }

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        const int Shown = 8;
        return all.Count <= Shown
            ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(Shown))} and {all.Count - Shown} more";
    }
}
