using System.Globalization;
using Tenbin.Bench.Measures;
using Tenbin.Bench.Ways;
using Tenbin.Lab.Processes;

namespace Tenbin.Bench;

/// <summary>Where the time goes: samples of the whole machine (perf) while one way is under load.</summary>
internal static class Profile
{
    private const int Seconds = 1;
    private const string Least = "0.4";

    /// <summary>The share of all samples that each kernel function and BPF program has, with all that it calls.</summary>
    public static async Task<string> Of(BenchSite site, IWay way, IMeasure load)
    {
        await way.Activate();
        var file = Path.Combine(site.Network.Directory, "perf.data");
        var seconds = Seconds.ToString(CultureInfo.InvariantCulture);
        var record = Command.Run(
            ["perf", "record", "--all-cpus", "--event", "cpu-clock", "--freq", "5000", "--call-graph", "fp", "--output", file, "--", "sleep", seconds]);
        var figure = await load.Run(site, way, warmUp: false);
        (await record).Checked();
        var own = await Report(file, "--no-children");
        var all = await Report(file, "--children");
        return string.Create(CultureInfo.InvariantCulture, $"{way.Name}, {load.Name}: {figure:0} {load.Unit}\nself:\n{own}\nwith callees:\n{all}");
    }

    private static async Task<string> Report(string file, string children)
    {
        var report = await Command.Run(
            ["perf", "report", "--input", file, "--stdio", children, "--call-graph", "none", "--sort", "symbol", "--percent-limit", Least]);
        return string.Join('\n', report.Checked().Output.Split('\n').Where(line => line.Contains('%', StringComparison.Ordinal)));
    }
}
