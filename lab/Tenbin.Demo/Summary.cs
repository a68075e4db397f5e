using System.Globalization;
using Spectre.Console;

namespace Tenbin.Demo;

/// <summary>What the client saw, act by act.</summary>
internal static class Summary
{
    /// <returns>The exit status: 0 only when the play was played to its end and every failure has an explanation.</returns>
    public static int Write(Ledger ledger)
    {
        var failures = ledger.Failures();
        var table = new Table().Border(TableBorder.Simple).AddColumn("what was done");
        table.AddColumn("requests", column => column.RightAligned());
        table.AddColumn("failed", column => column.RightAligned());
        table.AddColumn("why");
        foreach (var act in ledger.Acts.Where(act => act.Requests > 0))
        {
            var own = failures.Where(failure => failure.Act == act).ToList();
            table.AddRow(
                Markup.Escape(act.Title), Number(act.Requests), Number(own.Count), Markup.Escape(Why(own)));
        }

        AnsiConsole.Write(table);
        var explained = failures.Count(failure => failure.Explanation is not null);
        if (explained > 0)
        {
            Console.WriteLine($"{explained} of the {failures.Count} failed are explained by the settings.");
        }

        Console.WriteLine($"demo: {Number(ledger.Requests)} requests, {Number(failures.Count)} failed");
        return ledger.GaveUp || ledger.Requests == 0 || explained < failures.Count ? 1 : 0;
    }

    private static string Why(IEnumerable<Failure> failures) => string.Join(
        "\n",
        failures
            .GroupBy(failure => $"{failure.Error}: {failure.Explanation ?? "not explained"}")
            .Select(group => $"{group.Count()} {group.Key}"));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
