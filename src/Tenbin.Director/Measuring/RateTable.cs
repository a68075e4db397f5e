using System.Collections.Immutable;
using Tenbin.Director.Api;
using Tenbin.Model;

namespace Tenbin.Director.Measuring;

/// <summary>Rates over the last second.</summary>
/// <param name="Rates">By service, and by service and server.</param>
internal sealed record RateTable(ImmutableDictionary<(ServiceAddress, ServerAddress?), TrafficRates> Rates)
{
    /// <summary>Nothing measured yet.</summary>
    public static RateTable Empty { get; } = new(ImmutableDictionary<(ServiceAddress, ServerAddress?), TrafficRates>.Empty);

    /// <summary>Of a whole service.</summary>
    public TrafficRates Of(ServiceAddress service) => Rates.GetValueOrDefault((service, null)) ?? TrafficRates.None;

    /// <summary>Of one server of a service.</summary>
    public TrafficRates Of(ServiceAddress service, ServerAddress server) =>
        Rates.GetValueOrDefault((service, server)) ?? TrafficRates.None;
}
