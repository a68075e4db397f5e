using System.Globalization;

namespace Tenbin.Bench;

/// <summary>Tells what is being done, with the seconds since the run began.</summary>
internal sealed class Progress
{
    private readonly long _start = TimeProvider.System.GetTimestamp();

    public void Say(string line) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"[{TimeProvider.System.GetElapsedTime(_start).TotalSeconds,5:0} s] {line}"));
}
