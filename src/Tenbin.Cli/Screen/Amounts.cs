using System.Globalization;

namespace Tenbin.Cli.Screen;

/// <summary>Numbers for people.</summary>
internal static class Amounts
{
    private static readonly string[] _powers = ["", "k", "M", "G", "T"];

    /// <summary><c>12,345</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate: <c>0</c>, <c>0.4</c>, <c>45</c>, <c>1.2k</c>, <c>45k</c>, <c>2.1M</c>.</summary>
    public static string Rate(double perSecond) => Scaled(perSecond, "");

    /// <summary>Bits per second from bytes per second: <c>0</c>, <c>800b</c>, <c>1.2Gb</c>.</summary>
    public static string Bits(double bytesPerSecond) => bytesPerSecond < 0.05 ? "0" : Scaled(bytesPerSecond * 8, "b");

    /// <summary>Memory in powers of 1,024: <c>312 MiB</c>.</summary>
    public static string Memory(long bytes)
    {
        double value = bytes;
        var power = 0;
        while (value >= 1_024 && power < _powers.Length - 1)
        {
            value /= 1_024;
            power++;
        }

        var unit = power == 0 ? "B" : $"{_powers[power].ToUpperInvariant()}iB";
        return $"{Digits(value)} {unit}";
    }

    private static string Scaled(double value, string unit)
    {
        var power = 0;
        while (value >= 999.5 && power < _powers.Length - 1)
        {
            value /= 1_000;
            power++;
        }

        return $"{Digits(value)}{_powers[power]}{unit}";
    }

    private static string Digits(double value) =>
        value.ToString(value is > 0 and < 9.95 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
