using System.Globalization;
using Tenbin.Cli.Screen;

namespace Tenbin.Demo.Performing;

/// <summary>Plain lines, for a log or a pipe.</summary>
internal sealed class PlainStage(Terminal terminal) : IStage
{
    private readonly Lock _gate = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();

    public void Announce(string title) => Write($"== {title}");

    public void Tell(string news) => Write($"   {news}");

    private void Write(string line)
    {
        lock (_gate)
        {
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(_start).TotalSeconds,6:0.0}s {line}"));
        }
    }
}
