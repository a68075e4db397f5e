using System.Diagnostics;

namespace Tenbin.Linux.Tests;

/// <summary>Waits for a condition, never for a fixed time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    public static void True(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < s_deadline, $"not within {s_deadline.TotalSeconds} s: {what}");
            Thread.Sleep(5);
        }
    }
}
