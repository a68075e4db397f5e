using System.Globalization;
using Tenbin.Bench.Results;

namespace Tenbin.Bench.Failover;

/// <summary>What became of many established sessions in a crash, and what session sync had cost until then.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="Broken">Those that broke.</param>
/// <param name="Opening">How long it took to open them.</param>
/// <param name="OwnerBusy">Processor time of the owner's daemon meanwhile.</param>
/// <param name="PeerBusy">Of the other one's.</param>
/// <param name="Changes">Changes of sessions told.</param>
/// <param name="Bytes">Bytes sent for them.</param>
/// <param name="LagMedian">From a change to its acknowledgement, ms.</param>
/// <param name="LagP99">The same, 99th percentile.</param>
internal sealed record CrowdSheet(
    int Sessions, int Broken, TimeSpan Opening, TimeSpan OwnerBusy, TimeSpan PeerBusy, long Changes, long Bytes, double LagMedian, double LagP99)
{
    /// <summary>As a Markdown table.</summary>
    public string Text()
    {
        string Share(TimeSpan busy) => string.Create(CultureInfo.InvariantCulture, $"{100 * busy / Opening:0} % of a core");
        return Tables.Aligned(
        [
            ["sessions established when their director crashes", "", "budget"],
            ["sessions, half nat, half dsr", Number(Sessions), ""],
            ["broken by the crash", Number(Broken), $"0: {Budget.Verdict(Broken == 0)}"],
            ["opened in, s; a second", $"{Number(Opening.TotalSeconds)}; {Number(Sessions / Opening.TotalSeconds)}", ""],
            ["changes told", Number(Changes), ""],
            ["bytes for each change", Number((double)Bytes / Math.Max(1, Changes)), ""],
            ["sync while they open, Mb/s", string.Create(CultureInfo.InvariantCulture, $"{Bytes * 8 / Opening.TotalSeconds / 1e6:0.0}"), ""],
            ["lag p50, ms", string.Create(CultureInfo.InvariantCulture, $"{LagMedian:0.0}"), ""],
            ["lag p99, ms", string.Create(CultureInfo.InvariantCulture, $"{LagP99:0.0}"), $"≤ 20: {Budget.Verdict(LagP99 <= 20)}"],
            ["owner's daemon meanwhile", Share(OwnerBusy), ""],
            ["peer's daemon meanwhile", Share(PeerBusy), ""],
        ]);
    }

    private static string Number(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
