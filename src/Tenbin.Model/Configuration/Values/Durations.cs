using System.Globalization;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Durations: a whole number and a unit.</summary>
internal static class Durations
{
    // Longest unit first: "ms" also ends in "s".
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
    ];

    /// <summary>Null after an error was reported.</summary>
    public static TimeSpan? Duration(this Value value, TimeSpan least, TimeSpan most)
    {
        if (value.Text("2s") is not { } text)
        {
            return null;
        }

        if (text.All(char.IsAsciiDigit))
        {
            value.Fail("has no unit; write ms, s, m or h behind the number, e.g. 2s");
            return null;
        }

        if (Parse(text) is not { } duration)
        {
            value.Fail("is not a duration; write a whole number and one of the units ms, s, m, h, e.g. 2s or 500ms");
            return null;
        }

        if (duration < least || duration > most)
        {
            value.Fail($"is out of range; give {Format(least)} to {Format(most)}");
            return null;
        }

        return duration;
    }

    /// <summary>In the largest unit that gives a whole number.</summary>
    public static string Format(TimeSpan duration)
    {
        var (unit, length) = Units.Last(u => duration.Ticks % u.Length.Ticks == 0 && duration >= u.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}");
    }

    private static TimeSpan? Parse(string text)
    {
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && uint.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return length * number;
            }
        }

        return null;
    }
}
