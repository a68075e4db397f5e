using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Director.Api;
using Tenbin.Director.Status;

namespace Tenbin.Cli.Text;

/// <summary>Services and their real servers as a table.</summary>
internal static class ServiceTable
{
    private const string Indent = "  ";

    /// <summary>A section for each service.</summary>
    public static IEnumerable<Line> Lines(
        IReadOnlyCollection<ServiceStatus> services, DateTimeOffset now, int width, Func<ServiceStatus, string>? trend)
    {
        if (services.Count == 0)
        {
            return [Line.Empty, Line.Of("no services", Tone.Quiet)];
        }

        var table = new Table(
            new Column("server"),
            new Column("forward", Keep: 3),
            new Column("weight", Right: true, Keep: 5),
            new Column("state"),
            new Column("since", Right: true, Keep: 7),
            new Column("active", Right: true, Keep: 8),
            new Column("inactive", Right: true, Keep: 2),
            new Column("new/s", Right: true, Keep: 6),
            new Column("in/s", Right: true, Keep: 4),
            new Column("out/s", Right: true, Keep: 4),
            new Column("next hop", Keep: 1));
        foreach (var service in services)
        {
            table.Add(Line.Empty);
            table.Add(Heading(service, width, trend));
            table.AddHeaders();
            foreach (var server in service.Servers)
            {
                table.Add(Row(server, now));
                if (Note(server) is { } note)
                {
                    table.Add(Line.Of($"{Indent}  └ {note}", Look(server.State).Tone));
                }
            }
        }

        return table.Lines(width, Indent);
    }

    /// <summary>Its rates as one phrase.</summary>
    public static string Rates(TrafficRates rates) =>
        $"{Amounts.Rate(rates.Sessions)} sessions/s, {Amounts.Rate(rates.PacketsIn + rates.PacketsOut)} packets/s, "
        + $"in {Amounts.Bits(rates.BytesIn)}/s, out {Amounts.Bits(rates.BytesOut)}/s";

    private static Line Heading(ServiceStatus service, int width, Func<ServiceStatus, string>? trend)
    {
        var persistence = service.PersistenceSeconds is { } seconds ? $", persistence {Spans.Text(TimeSpan.FromSeconds(seconds))}" : "";
        var aliases = string.Concat(service.Aliases.Select(alias => $" and {alias}"));
        Piece[] words =
        [
            new(service.Name, Tone.Strong),
            new($"  {service.Listen}{aliases}  {service.Scheduler}{persistence}"),
            new($"  {Rates(service.Rates)}", Tone.Quiet),
        ];
        var graph = trend is null ? "" : $"  {trend(service)}";
        return words.Sum(word => word.Text.Length) + graph.Length <= width
            ? new Line([.. words, new Piece(graph, Tone.Good)])
            : new Line(words);
    }

    private static Piece[] Row(ServerStatus server, DateTimeOffset now)
    {
        var (word, tone) = Look(server.State);
        return
        [
            new(server.Address),
            new(server.Forward),
            new(Weight(server)),
            new($"● {word}", tone),
            new(server.Since is { } since ? Spans.Text(now - since) : "–"),
            new(Amounts.Count(server.Active)),
            new(Amounts.Count(server.Inactive)),
            new(Amounts.Rate(server.Rates.Sessions)),
            new(Amounts.Bits(server.Rates.BytesIn)),
            new(server.Forward == "dsr" ? "–" : Amounts.Bits(server.Rates.BytesOut)),
            new(server.NextHop, server.Reachable ? Tone.Quiet : Tone.Bad),
        ];
    }

    private static string Weight(ServerStatus server) => server.Weight == server.FileWeight
        ? server.Weight.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{server.Weight} (file {server.FileWeight})");

    private static string? Note(ServerStatus server) =>
        server.State is ServerState.Up or ServerState.Standby || server.Reason.Length == 0 ? null : server.Reason;

    private static (string Word, Tone Tone) Look(ServerState state) => state switch
    {
        ServerState.Up => ("up", Tone.Good),
        ServerState.Down => ("down", Tone.Bad),
        ServerState.Unknown => ("unknown", Tone.Caution),
        ServerState.Draining => ("draining", Tone.Caution),
        ServerState.Fallback => ("fallback", Tone.Caution),
        _ => ("standby", Tone.Quiet),
    };
}
