using System.Globalization;
using Tenbin.Bench.Results;

namespace Tenbin.Bench.Failover;

/// <summary>The results as Markdown tables.</summary>
internal static class FailoverTables
{
    public static string Crashes(IEnumerable<FailoverSheet> sheets) => Table(
        "crash: machine gone",
        sheets,
        (sheet, budget) => string.Create(
            CultureInfo.InvariantCulture, $"p99 ≤ {budget.TotalMilliseconds:0} ms: {Budget.Verdict(sheet.P99 <= budget)}"));

    public static string Moves(IEnumerable<FailoverSheet> sheets) => Table(
        "planned move",
        sheets,
        (sheet, _) => $"0 lost: {Budget.Verdict(sheet.ProbesLost == 0 && sheet.SessionsBroken == 0)}");

    private static string Table(string title, IEnumerable<FailoverSheet> sheets, Func<FailoverSheet, TimeSpan, string> verdict) => Tables.Aligned(
    [
        [title, "rounds", "outage p50, ms", "p99, ms", "most, ms", "probes lost", "sessions broken", "calm p50, most, ms", "budget"],
        .. sheets.Select(sheet => (string[])
        [
            sheet.Name,
            Number(sheet.Rounds),
            Number(sheet.P50.TotalMilliseconds),
            Number(sheet.P99.TotalMilliseconds),
            Number(sheet.Most.TotalMilliseconds),
            Number(sheet.ProbesLost),
            $"{Number(sheet.SessionsBroken)} of {Number(sheet.Sessions)}",
            $"{Number(sheet.CalmP50.TotalMilliseconds)}, {Number(sheet.CalmMost.TotalMilliseconds)}",
            sheet.Budget is { } budget ? verdict(sheet, budget) : "",
        ]),
    ]);

    private static string Number(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
