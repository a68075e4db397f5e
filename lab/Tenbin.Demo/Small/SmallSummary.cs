using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Demo.Performing;

namespace Tenbin.Demo.Small;

/// <summary>What the client saw, act by act.</summary>
internal static class SmallSummary
{
    /// <returns>The exit status: 0 only when the play was played to its end and every failure has an explanation.</returns>
    public static int Write(Terminal terminal, Ledger ledger, Ending ending)
    {
        var failures = ledger.Failures();
        var table = new Table(new("what was done"), new("requests", Right: true), new("failed", Right: true), new("why"));
        table.AddHeaders();
        foreach (var act in ledger.Acts.Where(act => act.Requests > 0))
        {
            var own = failures.Where(failure => failure.Act == act).ToList();
            table.Add(new(act.Title), new(Number(act.Requests)), new(Number(own.Count)), new(Why(own)));
        }

        terminal.Write([Line.Empty, .. table.Lines(int.MaxValue, "  "), Line.Empty]);
        var explained = failures.Count(failure => failure.Explanation is not null);
        if (explained > 0)
        {
            terminal.Out.WriteLine($"{explained} of the {failures.Count} failed are explained by the settings.");
        }

        terminal.Out.WriteLine($"demo: {Number(ledger.Requests)} requests, {Number(failures.Count)} failed");
        return ending == Ending.Played && ledger.Requests > 0 && explained == failures.Count ? 0 : 1;
    }

    private static string Why(IEnumerable<Failure> failures) => string.Join(
        "; ",
        failures
            .GroupBy(failure => $"{failure.Error}: {failure.Explanation ?? "not explained"}")
            .Select(group => $"{group.Count()} {group.Key}"));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
