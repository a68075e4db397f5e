using System.Text;
using Tenbin.Bench.Programs;
using Tenbin.Bench.Ways;

namespace Tenbin.Bench.Results;

/// <summary>The results as Markdown tables, which read well in a terminal too.</summary>
internal static class Tables
{
    public static string Ways(Sheet sheet, IReadOnlyList<IWay> ways)
    {
        List<string[]> rows = [[$"{sheet.Name}", sheet.Unit, "of direct", "of the bare hop", "budget"]];
        foreach (var way in ways)
        {
            rows.Add(
            [
                way.Name,
                sheet.Of(way.Name).Text(sheet.Format),
                way.Name == DirectWay.Title ? "" : sheet.Ratio(way.Name, DirectWay.Title).Text("0.00"),
                way.Yardstick is { } hop ? sheet.Ratio(way.Name, hop).Text("0.00") : "",
                IsTenbin(way) ? $"≥ {Spread.Number(Budget.OfBareHop, "0.00")}: {Budget.Verdict(Meets(sheet, way))}" : "",
            ]);
        }

        return Aligned(rows);
    }

    public static string Costs(IReadOnlyList<ProgramCost> costs)
    {
        List<string[]> rows = [["an established session's packet", "hook", "hot, ns", "1,000,000 sessions, a random one, ns", "budget (hot)"]];
        foreach (var cost in costs.OrderBy(cost => cost.Hook))
        {
            rows.Add(
            [
                cost.Case,
                cost.Hook == HookKind.Tc ? "tc" : "XDP",
                cost.Hot.Text("0"),
                cost.Cold.Text("0"),
                $"≤ {Spread.Number(Budget.AddedNanoseconds, "0")}: {Budget.Verdict(cost.Hot.Median <= Budget.AddedNanoseconds)}",
            ]);
        }

        return Aligned(rows);
    }

    private static bool IsTenbin(IWay way) => way.Name is TenbinWays.Dsr or TenbinWays.Nat;

    private static bool Meets(Sheet sheet, IWay way) => sheet.Ratio(way.Name, way.Yardstick!).Median >= Budget.OfBareHop;

    public static string Aligned(List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        for (var index = 0; index < rows.Count; index++)
        {
            text.Append("| ").AppendJoin(" | ", rows[index].Zip(widths, (cell, width) => cell.PadRight(width))).Append(" |\n");
            if (index == 0)
            {
                text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).Append("|\n");
            }
        }

        return text.ToString();
    }
}
