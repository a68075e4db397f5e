using System.Globalization;
using Tenbin.Bench.Results;

namespace Tenbin.Bench.Failover.Aws;

/// <summary>All rounds with one delay of the fabric's announcement.</summary>
/// <param name="Announcement">From a change of the VPC's book until neighbours are told.</param>
/// <param name="Bound">The most that an outage may last.</param>
/// <param name="Rounds">What was measured.</param>
internal sealed record AwsSheet(TimeSpan Announcement, TimeSpan Bound, IReadOnlyList<AwsRound> Rounds)
{
    /// <summary>Phases of the daemon, in the order in which they come about, with words for each.</summary>
    private static readonly (string Phase, string Words)[] s_phases =
    [
        ("silence", "last word of the old owner until the lease"), ("interface", "address on the interface"), ("assign", "assign: call to answer"),
        ("elastic-ip", "Elastic IP: where it is, and moved if need be"), ("metadata", "then: shown by the metadata"), ("api", "then: shown by the API"),
        ("start", "lease until all of it runs and is verified"),
    ];

    /// <summary>The sheets side by side, as a Markdown table.</summary>
    public static string Table(IReadOnlyList<AwsSheet> sheets)
    {
        List<string[]> rows = [["seconds", .. sheets.Select(sheet => $"{sheet.Title}: p50, p99")]];
        rows.AddRange(s_phases.Where(phase => sheets.Any(sheet => sheet.Rounds.Any(round => round.Phases.ContainsKey(phase.Phase))))
            .Select(phase => Row(phase.Words, sheets, round => round.Phases.TryGetValue(phase.Phase, out var took) ? took : null)));
        var kinds = sheets[0].Rounds[0].Outages.Keys;
        rows.AddRange(kinds.Select(kind => Row($"moved in the VPC's book until the first answer: {kind}", sheets, round => round.AfterMove[kind])));
        rows.AddRange(kinds.Select(kind => Row($"outage: {kind}", sheets, round => round.Outages[kind])));
        rows.Add(["budget: dead-after + API + announcement + 0.3 s", .. sheets.Select(sheet => sheet.Verdict(kinds))]);
        return Tables.Aligned(rows);
    }

    private string Title => Announcement == TimeSpan.Zero
        ? "neighbours told at once"
        : string.Create(CultureInfo.InvariantCulture, $"neighbours told after {Announcement.TotalSeconds:0.#} s");

    private static string[] Row(string name, IReadOnlyList<AwsSheet> sheets, Func<AwsRound, double?> figure) =>
        [name, .. sheets.Select(sheet => sheet.Rounds.Select(figure).OfType<double>().ToList() is { Count: > 0 } figures
            ? $"{Number(Rank.Of(50, figures))}, {Number(Rank.Of(99, figures))}"
            : "")];

    private string Verdict(IEnumerable<string> kinds) => string.Create(
        CultureInfo.InvariantCulture,
        $"p99 ≤ {Bound.TotalSeconds:0.0#}: {Budget.Verdict(kinds.All(kind => Rank.Of(99, Rounds.Select(round => round.Outages[kind])) <= Bound.TotalSeconds))}");

    private static string Number(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
