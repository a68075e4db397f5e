using System.Globalization;

namespace Tenbin.Health;

/// <summary>Values as people write them in the file.</summary>
internal static class Spoken
{
    /// <summary><c>250 ms</c>, <c>1.5 s</c>.</summary>
    public static string Duration(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
