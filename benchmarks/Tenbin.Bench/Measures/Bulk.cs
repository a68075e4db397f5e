using System.Globalization;
using System.Text.Json;
using Tenbin.Bench.Ways;
using Tenbin.Lab;

namespace Tenbin.Bench.Measures;

/// <summary>One TCP stream as fast as it goes, by iperf3.</summary>
internal sealed class Bulk(string name, bool fromServer, int seconds) : IMeasure
{
    private const double BitsInGigabit = 1e9;

    public string Name => name;

    public string Unit => "Gb/s";

    public string Format => "0.00";

    public async Task<double> Run(BenchSite site, IWay way, bool warmUp)
    {
        string[] reverse = fromServer ? ["--reverse"] : [];
        var result = await site.Client.Run(
        [
            "iperf3", "--client", way.Target.ToString(), "--port", BenchSite.BulkPort.ToString(CultureInfo.InvariantCulture),
            "--time", (warmUp ? 1 : seconds).ToString(CultureInfo.InvariantCulture), "--json", .. reverse,
        ]);
        using var report = JsonDocument.Parse(result.Output);
        return report.RootElement.TryGetProperty("end", out var end) && end.TryGetProperty("sum_received", out var sum)
            ? sum.GetProperty("bits_per_second").GetDouble() / BitsInGigabit
            : throw new LabException($"{name}, {way.Name}: no figure from iperf3:\n{result}");
    }
}
