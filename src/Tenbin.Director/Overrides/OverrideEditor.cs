using System.Collections.Immutable;
using System.Net;
using Tenbin.Director.Api;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Overrides;

using Overrides = ImmutableDictionary<ServerKey, ServerOverride>;

/// <summary>Works out what a command makes of the overrides. Pure.</summary>
internal static class OverrideEditor
{
    /// <summary>The overrides after <paramref name="command"/>, and a sentence for each that differs.</summary>
    /// <exception cref="CommandRefusedException">No such server or service, or the weight is out of range.</exception>
    public static (Overrides Overrides, ImmutableArray<string> Changes) Edit(
        TenbinConfig config, Overrides overrides, OverrideVerb verb, ServerCommand command)
    {
        if (verb == OverrideVerb.Weight && command.Weight is < 0 or > 65_535)
        {
            throw new CommandRefusedException(422, $"weight {command.Weight} is out of range: a weight is 0–65535");
        }

        var changes = ImmutableArray.CreateBuilder<string>();
        foreach (var (key, server) in Targets(config, command))
        {
            var before = overrides.GetValueOrDefault(key) ?? new ServerOverride(false, null);
            var after = verb switch
            {
                OverrideVerb.Drain => before with { Drained = true },
                OverrideVerb.Undrain => before with { Drained = false },
                _ => before with { Weight = command.Weight == server.Weight ? null : command.Weight },
            };
            if (after != before)
            {
                overrides = after is { Drained: false, Weight: null } ? overrides.Remove(key) : overrides.SetItem(key, after);
                changes.Add(Sentence(key, server, verb, before, after));
            }
        }

        return (overrides, changes.ToImmutable());
    }

    /// <summary>Only the overrides whose server <paramref name="config"/> still has.</summary>
    public static Overrides Prune(TenbinConfig config, Overrides overrides)
    {
        var known = config.Services
            .SelectMany(service => Members(service).Select(server => new ServerKey(service.Name, server.Address)))
            .ToHashSet();
        return overrides.RemoveRange(overrides.Keys.Where(key => !known.Contains(key)));
    }

    private static string Sentence(
        ServerKey key, RealServer server, OverrideVerb verb, ServerOverride before, ServerOverride after) => verb switch
        {
            OverrideVerb.Drain => $"{key} is draining: it keeps its sessions and gets no new ones",
            OverrideVerb.Undrain => $"{key} is no longer drained",
            _ when after.Weight is null => $"{key} has the file's weight {server.Weight} again (it was {before.Weight})",
            _ => $"{key} has weight {after.Weight} (it was {before.Weight ?? server.Weight}, the file says {server.Weight})",
        };

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
            .SelectMany(service => Members(service)
                .Where(server => server.Address.Address.Equals(address) && (port is null || server.Address.Port == port))
                .Select(server => (new ServerKey(service.Name, server.Address), server)))
            .ToList();
        return targets.Count > 0 ? targets : throw NoSuchServer(services, command);
    }

    private static CommandRefusedException NoSuchServer(List<VirtualService> services, ServerCommand command)
    {
        var where = command.Service is null ? "no service has" : $"service {command.Service} does not have";
        var known = Names(services.SelectMany(Members).Select(server => server.Address.ToString()).Distinct());
        return new CommandRefusedException(404, $"{where} a real server {command.Server}; there is {known}");
    }

    private static IEnumerable<RealServer> Members(VirtualService service) =>
        service.Fallback is { } fallback ? service.Servers.Append(fallback) : service.Servers;

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
