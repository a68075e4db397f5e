using System.Globalization;
using Tenbin.Lab;

namespace Tenbin.Demo;

/// <summary>Plain lines, for a log or a pipe.</summary>
internal sealed class PlainStage : IStage
{
    private readonly long _start = TimeProvider.System.GetTimestamp();

    public void Announce(string title) => Write($"== {title}");

    public void Tell(string news) => Write($"   {news}");

    public void Show(Site site)
    {
        // The lines are all there is.
    }

    private void Write(string line) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(_start).TotalSeconds,5:0.0}s {line}"));
}
