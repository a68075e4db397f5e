namespace Tenbin.Bench.Results;

/// <summary>One measure's figures: for each way one a round.</summary>
internal sealed class Sheet(string name, string unit, string format)
{
    private readonly Dictionary<string, List<double>> _figures = new(StringComparer.Ordinal);

    public string Name => name;

    public string Unit => unit;

    public string Format => format;

    public void Add(string way, double figure)
    {
        if (!_figures.TryGetValue(way, out var figures))
        {
            _figures[way] = figures = [];
        }

        figures.Add(figure);
    }

    public Spread Of(string way) => Spread.Of(_figures[way]);

    /// <summary>One way of another: each round's ratio on its own, so that what the machine does meanwhile cancels out.</summary>
    public Spread Ratio(string way, string other) =>
        Spread.Of(_figures[way].Zip(_figures[other], (figure, yardstick) => figure / yardstick));
}
