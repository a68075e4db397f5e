using Tenbin.Cli.Screen;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Text;

/// <summary>Remembers the last half minute of each service's new sessions per second.</summary>
internal sealed class Trends
{
    private const int Kept = 30;
    private readonly Dictionary<string, Queue<double>> _rates = [];

    /// <summary>Takes one more report.</summary>
    public void Add(StatusReport report)
    {
        foreach (var gone in _rates.Keys.Except(report.Services.Select(service => service.Name)).ToList())
        {
            _rates.Remove(gone);
        }

        foreach (var service in report.Services)
        {
            if (!_rates.TryGetValue(service.Name, out var rates))
            {
                _rates[service.Name] = rates = new Queue<double>(Kept);
            }

            if (rates.Count == Kept)
            {
                rates.Dequeue();
            }

            rates.Enqueue(service.Rates.Sessions);
        }
    }

    /// <summary>The sparkline of a service.</summary>
    public string Of(ServiceStatus service) => Sparkline.Of(_rates.GetValueOrDefault(service.Name) ?? [], Kept);
}
