using System.Globalization;

namespace Tenbin.Director.Status;

/// <summary>Durations for people.</summary>
public static class Spans
{
    /// <summary>The two largest units: <c>3 d 4 h</c>, <c>5 min 2 s</c>, <c>12 s</c>; less than a second is <c>0 s</c>.</summary>
    public static string Text(TimeSpan span)
    {
        if (span < TimeSpan.Zero)
        {
            span = TimeSpan.Zero;
        }

        (int Count, string Unit)[] parts =
            [((int)span.TotalDays, "d"), (span.Hours, "h"), (span.Minutes, "min"), (span.Seconds, "s")];
        var shown = parts.SkipWhile(part => part.Count == 0).Take(2).Where(part => part.Count > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Unit}"))
            .ToList();
        return shown.Count == 0 ? "0 s" : string.Join(' ', shown);
    }
}
