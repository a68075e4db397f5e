using System.Diagnostics;

namespace Tenbin.TestKit;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(20);

    /// <summary>Returns once <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">It did not within <paramref name="patience"/> (20 s); names <paramref name="what"/>.</exception>
    public static async Task Holds(Func<bool> condition, string what, TimeSpan? patience = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > (patience ?? DefaultPatience))
            {
                throw new TimeoutException($"Waited {patience ?? DefaultPatience} in vain for: {what}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
