using System.Globalization;

namespace Tenbin.Bench.Results;

/// <summary>Median, smallest and largest of some figures.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1]);
    }

    /// <summary>Median and quartiles, for samples of which some met an interrupt.</summary>
    public static Spread Quartiles(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return new(sorted[sorted.Length / 2], sorted[sorted.Length / 4], sorted[sorted.Length * 3 / 4]);
    }

    /// <summary><c>1,234 (1,200–1,300)</c>.</summary>
    public string Text(string format) => string.Create(
        CultureInfo.InvariantCulture, $"{Number(Median, format)} ({Number(Least, format)}–{Number(Most, format)})");

    public static string Number(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture);
}
