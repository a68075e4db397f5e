namespace Tenbin.Cli.Screen;

/// <summary>Rows in columns that stay aligned over several sections, with free lines between them.</summary>
internal sealed class Table(params Column[] columns)
{
    private const string Gap = "  ";
    private readonly List<(Piece[]? Cells, Line? Free)> _rows = [];

    /// <summary>A line that is no row.</summary>
    public void Add(Line line) => _rows.Add((null, line));

    /// <summary>The column headers.</summary>
    public void AddHeaders() => Add([.. columns.Select(column => new Piece(column.Header, Tone.Quiet))]);

    /// <summary>A row: one piece for each column.</summary>
    public void Add(params Piece[] cells) => _rows.Add((cells, null));

    /// <summary>The lines; columns that do not fit into <paramref name="width"/> are left out, the least wanted first.</summary>
    public IEnumerable<Line> Lines(int width, string indent)
    {
        var widths = columns.Select((_, i) => _rows.Max(row => row.Cells?[i].Text.Length ?? 0)).ToArray();
        var shown = Enumerable.Range(0, columns.Length).ToList();
        while (indent.Length + shown.Sum(i => widths[i] + Gap.Length) - Gap.Length > width
            && shown.Select(i => columns[i].Keep).Where(keep => keep > 0).DefaultIfEmpty(0).Min() is > 0 and var least)
        {
            shown.RemoveAll(i => columns[i].Keep == least);
        }

        return _rows.Select(row => row.Free ?? Row(row.Cells!, shown, widths, indent));
    }

    private Line Row(Piece[] cells, List<int> shown, int[] widths, string indent)
    {
        var pieces = new List<Piece> { new(indent) };
        foreach (var i in shown)
        {
            var text = columns[i].Right ? cells[i].Text.PadLeft(widths[i]) : cells[i].Text.PadRight(widths[i]);
            pieces.Add(new Piece(text, cells[i].Tone));
            pieces.Add(new Piece(Gap));
        }

        return new Line([.. pieces]);
    }
}
