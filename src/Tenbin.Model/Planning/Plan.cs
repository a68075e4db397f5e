using System.Collections.Immutable;
using Tenbin.Model.Configuration;

namespace Tenbin.Model.Planning;

/// <summary>Configuration, health and overrides → what a data plane shall hold. Pure: the same input gives the same plan.</summary>
public static class Plan
{
    /// <summary>The whole desired state.</summary>
    /// <param name="config">The configuration in force.</param>
    /// <param name="health">What the checks have found; asked once for each real server, never for a fallback.</param>
    /// <param name="overrides">What operators have set; entries for servers that are not in the file are ignored.</param>
    /// <param name="node">This node; null without a cluster.</param>
    public static DesiredState Make(
        TenbinConfig config,
        Func<ServerKey, ServerHealth> health,
        IReadOnlyDictionary<ServerKey, ServerOverride> overrides,
        ClusterNode? node)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(health);
        ArgumentNullException.ThrowIfNull(overrides);
        return new DesiredState([.. config.Services.SelectMany(service => WithAliases(config, service, OfService(service, health, overrides), node))]);
    }

    private static IEnumerable<DesiredService> WithAliases(TenbinConfig config, VirtualService service, DesiredService planned, ClusterNode? node) =>
        Aliases.Of(config, service, node).Select(listen => Aliases.Make(planned, listen)).OfType<DesiredService>().Prepend(planned);

    private static DesiredService OfService(
        VirtualService service,
        Func<ServerKey, ServerHealth> health,
        IReadOnlyDictionary<ServerKey, ServerOverride> overrides)
    {
        var servers = ImmutableArray.CreateBuilder<DesiredServer>();
        foreach (var server in service.Servers)
        {
            var key = new ServerKey(service.Name, server.Address);
            servers.Add(OfServer(server, overrides.GetValueOrDefault(key), health(key) == ServerHealth.Up));
        }

        if (service.Fallback is { } fallback)
        {
            var needed = servers.All(server => server.Admission != Admission.Open);
            var set = overrides.GetValueOrDefault(new ServerKey(service.Name, fallback.Address));
            var planned = OfServer(fallback, set, fit: true);
            servers.Add(needed ? planned : planned with { Admission = Admission.Drain });
        }

        return new DesiredService
        {
            Name = service.Name,
            Listen = service.Listen,
            Scheduler = service.Scheduler,
            Hash = service.Hash,
            TableSize = service.TableSize,
            Persistence = service.Persistence,
            AllowFrom = service.AllowFrom,
            OnLinkClients = service.OnLinkClients,
            Servers = servers.ToImmutable(),
        };
    }

    private static DesiredServer OfServer(RealServer server, ServerOverride? set, bool fit)
    {
        var weight = set?.Weight ?? server.Weight;
        var admission = !fit ? Admission.Down
            : weight == 0 || set is { Drained: true } ? Admission.Drain
            : Admission.Open;
        return new DesiredServer(server.Address, server.Forward, weight, admission);
    }
}
