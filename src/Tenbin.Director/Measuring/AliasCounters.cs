using System.Collections.Immutable;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Measuring;

/// <summary>Counts what came to an alias of a service as the service's. Pure.</summary>
internal static class AliasCounters
{
    /// <summary>The snapshot without aliases.</summary>
    public static DataPlaneSnapshot Fold(DataPlaneSnapshot snapshot, DesiredState desired)
    {
        var listens = desired.Services.Where(service => service.AliasOf is null).ToDictionary(service => service.Name, service => service.Listen);
        var aliases = desired.Services.Where(service => service.AliasOf is not null).ToDictionary(service => service.Listen, service => listens[service.AliasOf!]);
        return aliases.Count == 0 ? snapshot : snapshot with
        {
            Services = [.. snapshot.Services.GroupBy(counted => aliases.GetValueOrDefault(counted.Service, counted.Service)).Select(Sum)],
        };
    }

    private static ServiceCounters Sum(IGrouping<ServiceAddress, ServiceCounters> counted) => new(
        counted.Key,
        counted.Select(one => one.Traffic).Aggregate((a, b) => a + b),
        [
            .. counted.SelectMany(one => one.Servers).GroupBy(server => server.Server).Select(server => server.First() with
            {
                Traffic = server.Select(one => one.Traffic).Aggregate((a, b) => a + b),
                Active = server.Sum(one => one.Active),
                Inactive = server.Sum(one => one.Inactive),
            }),
        ]);
}
