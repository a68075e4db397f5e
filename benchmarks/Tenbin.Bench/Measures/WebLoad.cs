using System.Globalization;
using System.Text.RegularExpressions;
using Tenbin.Bench.Ways;
using Tenbin.Lab;

namespace Tenbin.Bench.Measures;

/// <summary>Small answers over HTTP, by wrk.</summary>
internal sealed partial class WebLoad(string name, string unit, bool newConnections, int connections, int seconds) : IMeasure
{
    public string Name => name;

    public string Unit => unit;

    public string Format => "#,0";

    public async Task<double> Run(BenchSite site, IWay way, bool warmUp)
    {
        string[] close = newConnections ? ["--header", "Connection: close"] : [];
        var output = (await site.Client.Run(
            ["wrk", "--threads", "1", "--connections", Text(connections), "--duration", $"{(warmUp ? 1 : seconds)}s", .. close, $"http://{way.Target}/"]))
            .Checked().Output;
        var rate = Rate().Match(output);
        if (!rate.Success || Trouble().IsMatch(output))
        {
            throw new LabException($"{name}, {way.Name}: the load met errors, its figure would mean nothing:\n{output}");
        }

        return double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex("Non-2xx|Socket errors")]
    private static partial Regex Trouble();
}
