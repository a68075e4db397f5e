namespace Tenbin.Cli.Screen;

/// <summary>A row of small bars.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>One bar for each value, the highest at full height; padded at the left to <paramref name="width"/>.</summary>
    public static string Of(IEnumerable<double> values, int width)
    {
        var shown = values.TakeLast(width).ToArray();
        var top = shown.DefaultIfEmpty(0).Max();
        var bars = shown.Select(value => top <= 0 ? Bars[0] : Bars[(int)Math.Round(value / top * (Bars.Length - 1))]);
        return string.Concat(bars).PadLeft(width);
    }
}
