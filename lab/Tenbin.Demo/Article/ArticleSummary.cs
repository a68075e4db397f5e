using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Demo.Performing;
using Tenbin.Lab.Load;

namespace Tenbin.Demo.Article;

/// <summary>What the clients saw, act by act, and whether it is good.</summary>
internal static class ArticleSummary
{
    private const int MostShown = 10;

    /// <returns>The exit status: 0 only when all was played and the verdict is good.</returns>
    public static int Write(Terminal terminal, ArticleRecord record, Ending ending)
    {
        var traffic = record.Traffic;
        var verdict = new Verdict
        {
            Bound = record.Bound ?? new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
            Crash = record.Crash,
            Requests = traffic.Flows.Sum(flow => flow.Requests(0, double.MaxValue)) + traffic.Kept.Sum(flow => flow.View() is var kept ? kept.Answered + kept.Broken : 0),
            Failures = [.. traffic.Flows.SelectMany(flow => flow.Failures(0, double.MaxValue))],
            Broken = [.. traffic.Kept.SelectMany(flow => flow.Broken)],
        };
        terminal.Write([Line.Empty, .. Table(record), Line.Empty, .. Lines(verdict)]);
        return ending == Ending.Played && verdict.IsGood ? 0 : 1;
    }

    /// <summary>The verdict in words; the last line is for programs too.</summary>
    public static IEnumerable<Line> Lines(Verdict verdict)
    {
        var explained = verdict.Failures.Count - verdict.Unexplained.Count();
        if (explained > 0)
        {
            yield return Line.Of($"{Number(explained)} of the failed were on their way while no director served.");
        }

        foreach (var failure in verdict.Unexplained.Take(MostShown))
        {
            yield return Line.Of($"not explained: {failure.Target}: {failure.Error}", Tone.Bad);
        }

        foreach (var broken in verdict.Broken.Take(MostShown))
        {
            yield return Line.Of($"an established connection broke: {broken.Local} to {broken.Target}: {broken.Error}", Tone.Bad);
        }

        yield return verdict.IsWithinBound
            ? Line.Of($"The outage is within its bound: {verdict.Bound}.")
            : Line.Of($"The outage is beyond its bound: {verdict.Bound}.", Tone.Bad);
        yield return Line.Of(
            $"demo: {Number(verdict.Requests)} requests, {Number(verdict.Failures.Count + verdict.Broken.Count)} failed, outage {(verdict.Crash is { } away ? Milliseconds(away) : "not measured")}");
    }

    private static IEnumerable<Line> Table(ArticleRecord record)
    {
        var table = new Table(
            new("what was done"), new("new connections", Right: true), new("failed", Right: true), new("longest time between two answers", Right: true));
        table.AddHeaders();
        foreach (var (act, to) in record.Acts.All)
        {
            table.Add(
                new(act.Title),
                new(Number(record.Traffic.Flows.Sum(flow => flow.Requests(act.From, to)))),
                new(Number(record.Traffic.Flows.Sum(flow => flow.Failures(act.From, to).Count))),
                new(record.Traffic.LongestGap(act.From, to) is { } gap ? Milliseconds(gap) : "–"));
        }

        return table.Lines(int.MaxValue, "  ");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(Outage gap) => string.Create(CultureInfo.InvariantCulture, $"{gap.Length.TotalMilliseconds:0} ms");
}
