using System.Globalization;

namespace Tenbin.Lab;

/// <summary>Waits for a condition, with a deadline. The only place in lab and lab tests where time is let pass.</summary>
public static class Wait
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(20);

    /// <summary>Returns the first non-null answer of <paramref name="look"/>.</summary>
    /// <param name="what">Ends the sentence "Waited 20 s in vain for …".</param>
    /// <param name="look">One look; null = not yet.</param>
    /// <param name="deadline">How long to go on; default 20 s.</param>
    /// <param name="evidence">What to show beside the sentence when the time is up.</param>
    public static async Task<T> For<T>(
        string what, Func<Task<T?>> look, TimeSpan? deadline = null, Func<string>? evidence = null)
        where T : class
    {
        var patience = deadline ?? DefaultDeadline;
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await look() is { } answer)
            {
                return answer;
            }

            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                var shown = evidence?.Invoke();
                throw new LabException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Waited {patience.TotalSeconds:0.###} s in vain for {what}.{(shown is null ? "" : $"\n{shown}")}"));
            }

            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>Returns once <paramref name="holds"/> does.</summary>
    public static Task Until(
        string what, Func<Task<bool>> holds, TimeSpan? deadline = null, Func<string>? evidence = null) =>
        For(what, async () => await holds() ? what : null, deadline, evidence);

    /// <summary>Returns once <paramref name="holds"/> does.</summary>
    public static Task Until(
        string what, Func<bool> holds, TimeSpan? deadline = null, Func<string>? evidence = null) =>
        For(what, () => Task.FromResult(holds() ? what : null), deadline, evidence);
}
