using Tenbin.Cli.Screen;

namespace Tenbin.Demo.Article;

/// <summary>A flow's last seconds as a row of bars: as high as its rate wants, and a red mark where nothing was answered. Pure.</summary>
internal static class TrafficStrip
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const char Away = '×', Unborn = ' ';

    public static IEnumerable<Piece> Of(FlowView flow)
    {
        var cells = flow.Cells.Select((count, place) => place < flow.Unborn ? (Unborn, Tone.Plain) : Cell(count, flow.PerCell)).ToList();
        for (int from = 0, to; from < cells.Count; from = to)
        {
            var tone = cells[from].Item2;
            to = from;
            while (to < cells.Count && cells[to].Item2 == tone)
            {
                to++;
            }

            yield return new Piece(string.Concat(cells[from..to].Select(cell => cell.Item1)), tone);
        }
    }

    private static (char Sign, Tone Tone) Cell(int count, double full) => count == 0
        ? (Away, Tone.Bad)
        : (Bars[Math.Clamp((int)Math.Round(count / full * (Bars.Length - 1)), 0, Bars.Length - 1)], count < full / 2 ? Tone.Caution : Tone.Good);
}
