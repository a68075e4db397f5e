using System.Globalization;
using Tenbin.Cli.Screen;

namespace Tenbin.Cli.Drill;

/// <summary>The exercise for people. Pure.</summary>
internal static class DrillText
{
    public static IEnumerable<Line> Checks(IReadOnlyList<DrillCheck> checks) => checks.Select(check => check.Fault is null
        ? new Line(new Piece("  ✓ ", Tone.Good), new Piece(check.What))
        : new Line(new Piece("  ✗ ", Tone.Bad), new Piece($"{check.What}: no, {check.Fault}")));

    public static IEnumerable<Line> Report(DrillReport report)
    {
        var table = new Table(new Column("move"), new Column("took", Right: true), new Column("outage", Right: true), new Column(""));
        table.AddHeaders();
        foreach (var move in report.Moves)
        {
            table.Add(
                new Piece($"{move.From} → {move.To ?? "?"}"), new Piece(Milliseconds(move.TookMilliseconds)), new Piece(Milliseconds(move.OutageMilliseconds)),
                new Piece(move.Problem ?? "", Tone.Bad));
        }

        return
        [
            .. table.Lines(int.MaxValue, ""),
            Line.Of($"{report.Address} was asked {report.Probes} times from {report.SeenFrom}, every 5 ms; {report.Lost} were not answered"),
            report.IsGood
                ? Line.Of("the drill went well: the group is where it was", Tone.Good)
                : Line.Of("the drill failed: see above, and 'tenbin status'", Tone.Bad),
        ];
    }

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0} ms");
}
