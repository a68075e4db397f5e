using System.Collections.Immutable;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>servers</c>: ranges unrolled, defaults of the service filled in.</summary>
internal static class ServersReader
{
    /// <summary>Whole only when no error was reported.</summary>
    public static ImmutableArray<RealServer> Read(ServiceFacts facts, Section service, ServiceChecks checks)
    {
        const string Example = "[172.18.1.33, 172.18.1.34]";
        if (service.Find("servers") is not { } value)
        {
            service.Fail($"'servers' is missing; give at least one, e.g. servers: {Example}");
            return [];
        }

        var servers = new OrderedDictionary<ServerAddress, RealServer>();
        foreach (var item in value.Items(Example) ?? [])
        {
            if (ServerEntryReader.Read(facts, item, "server") is { } entry)
            {
                Unroll(facts, entry, checks.For(entry), servers);
            }

            // Enough for the error that counts the servers of all services; the rest could fill the memory.
            if (servers.Count > facts.ServerLimit)
            {
                break;
            }
        }

        return [.. servers.Values];
    }

    private static void Unroll(ServiceFacts facts, ServerEntry entry, Check? check, OrderedDictionary<ServerAddress, RealServer> servers)
    {
        foreach (var address in entry.Addresses.Addresses())
        {
            var server = new RealServer
            {
                Address = new ServerAddress(address, entry.Port ?? facts.Listen?.Port ?? 0),
                Forward = entry.Forward ?? default,
                Weight = entry.Weight,
                Check = check ?? new NoCheck(),
            };
            if (!servers.TryAdd(server.Address, server))
            {
                entry.Written.Fail($"names {entry.Show(server.Address)} a second time in this service; remove one of the two");
                return;
            }
        }
    }
}
