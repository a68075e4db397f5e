using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Director.Api;
using Tenbin.Director.Status;

namespace Tenbin.Cli.Text;

/// <summary>The status report for people. Pure.</summary>
internal static class StatusText
{
    /// <summary>The whole report.</summary>
    /// <param name="report">What the daemon says.</param>
    /// <param name="now">For "since when".</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="trend">Drawn beside a service's rates; null = none.</param>
    public static IEnumerable<Line> Lines(
        StatusReport report, DateTimeOffset now, int width, Func<ServiceStatus, string>? trend = null) =>
    [
        .. Header(report, now),
        .. report.Cluster is { } cluster ? ClusterText.Lines(cluster) : [],
        .. ServiceTable.Lines(report.Services, now, width, trend),
        .. Warnings(report),
    ];

    private static IEnumerable<Line> Header(StatusReport report, DateTimeOffset now)
    {
        var (daemon, config, plane) = (report.Daemon, report.Config, report.DataPlane);
        yield return new Line(
            new Piece($"tenbin {daemon.Version}", Tone.Strong),
            new Piece($"  up {Spans.Text(TimeSpan.FromSeconds(daemon.UptimeSeconds))}, process {daemon.Pid}"));
        yield return Entry(
            "config", $"{config.File}, loaded {config.LoadedAt.LocalDateTime:yyyy-MM-dd HH:mm:ss} ({Spans.Text(now - config.LoadedAt)} ago)");
        var hooks = plane.Attachments.GroupBy(a => a.Hook).Select(g => $"{g.Key} on {string.Join(", ", g.Select(a => a.Interface))}");
        yield return Entry("data plane", $"{plane.Name}, {string.Join("; ", hooks.DefaultIfEmpty("attached nowhere"))}");
        var use = plane.SessionLimit > 0 ? (double)plane.Sessions / plane.SessionLimit : 0;
        yield return Entry(
            "sessions",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Amounts.Count(plane.Sessions)} of {Amounts.Count(plane.SessionLimit)} ({use * 100:0.#} %), kernel memory {Amounts.Memory(plane.KernelMemory)}"),
            use >= 0.95 ? Tone.Bad : use >= 0.8 ? Tone.Caution : Tone.Plain);
    }

    private static IEnumerable<Line> Warnings(StatusReport report)
    {
        if (report.Warnings.IsEmpty)
        {
            yield break;
        }

        yield return Line.Empty;
        yield return Line.Of("warnings", Tone.Caution);
        foreach (var warning in report.Warnings)
        {
            yield return Line.Of($"  {warning}");
        }
    }

    private static Line Entry(string name, string text, Tone tone = Tone.Plain) =>
        new(new Piece(name.PadRight(12), Tone.Quiet), new Piece(text, tone));
}
