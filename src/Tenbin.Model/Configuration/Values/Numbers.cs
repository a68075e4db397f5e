using System.Globalization;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Numbers, each with its range.</summary>
internal static class Numbers
{
    /// <summary>A whole number without a unit; null after an error was reported.</summary>
    public static int? Whole(this Value value, int least, int most)
    {
        if (value.Text(Format(least)) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        value.Fail($"must be a whole number from {Format(least)} to {Format(most)}");
        return null;
    }

    /// <summary>How many: <c>4096</c>, <c>200k</c>, <c>1M</c>; null after an error was reported.</summary>
    public static int? Count(this Value value, int least, int most)
    {
        if (value.Text("200k") is not { } text)
        {
            return null;
        }

        var factor = text[^1] switch { 'k' => 1_000, 'M' => 1_000_000, _ => 1 };
        if (uint.TryParse(factor == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * (long)factor is var count && count >= least && count <= most)
        {
            return (int)count;
        }

        value.Fail($"must be a whole number from {Format(least)} to {Format(most)}; k (thousand) or M (million) may follow it, e.g. 200k");
        return null;
    }

    /// <summary>A share of one, such as 0.1; null after an error was reported.</summary>
    public static double? Share(this Value value, double most)
    {
        if (value.Text("0.1") is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share >= 0 && share <= most)
        {
            return share;
        }

        value.Fail(string.Create(CultureInfo.InvariantCulture, $"must be a share from 0 to {most}, e.g. 0.1 for a tenth"));
        return null;
    }

    /// <summary>1–65535; null after an error was reported.</summary>
    public static ushort? Port(this Value value) => (ushort?)value.Whole(1, ushort.MaxValue);

    public static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
