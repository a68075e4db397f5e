using System.Collections.Immutable;
using Tenbin.Director.Api;
using Tenbin.Forwarding;
using Tenbin.Model;

namespace Tenbin.Director.Measuring;

/// <summary>Turns counters that only grow into rates.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private long _at;
    private Dictionary<(ServiceAddress, ServerAddress?), Traffic> _last = [];

    /// <summary>
    /// Rates since the call before; none at the first. A counter that went back (its table was made anew) counts
    /// from zero.
    /// </summary>
    public RateTable Observe(DataPlaneSnapshot snapshot)
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_at, now).TotalSeconds;
        var current = new Dictionary<(ServiceAddress, ServerAddress?), Traffic>();
        foreach (var service in snapshot.Services)
        {
            current[(service.Service, null)] = service.Traffic;
            foreach (var server in service.Servers)
            {
                current[(service.Service, server.Server)] = server.Traffic;
            }
        }

        var rates = ImmutableDictionary.CreateBuilder<(ServiceAddress, ServerAddress?), TrafficRates>();
        foreach (var (key, traffic) in current)
        {
            if (_last.TryGetValue(key, out var before) && seconds > 0)
            {
                rates[key] = Rates(before, traffic, seconds);
            }
        }

        (_at, _last) = (now, current);
        return new RateTable(rates.ToImmutable());
    }

    private static TrafficRates Rates(Traffic before, Traffic now, double seconds)
    {
        double PerSecond(long a, long b) => (b >= a ? b - a : b) / seconds;
        return new TrafficRates(
            PerSecond(before.Sessions, now.Sessions),
            PerSecond(before.PacketsIn, now.PacketsIn),
            PerSecond(before.BytesIn, now.BytesIn),
            PerSecond(before.PacketsOut, now.PacketsOut),
            PerSecond(before.BytesOut, now.BytesOut));
    }
}
