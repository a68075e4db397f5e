using System.Globalization;
using Tenbin.Cli.Screen;

namespace Tenbin.Demo.Performing;

/// <summary>The news below a picture.</summary>
internal sealed class LiveStage : IStage
{
    private const int LeastNews = 5;
    private readonly Lock _gate = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly List<Line> _news = [];

    public void Announce(string title) => Add(new Piece(title, Tone.Strong));

    public void Tell(string news) => Add(new Piece($"  {news}"));

    /// <summary>Picture and latest news, as many as fit.</summary>
    public IReadOnlyList<Line> Lines(IPicture picture, int width, int height)
    {
        var drawn = picture.Draw(width, height - LeastNews);
        lock (_gate)
        {
            return [.. drawn, .. _news.TakeLast(Math.Max(LeastNews, height - drawn.Count))];
        }
    }

    private void Add(Piece news)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(_start).TotalSeconds,6:0.0}s ");
        lock (_gate)
        {
            _news.Add(new Line(new Piece(time, Tone.Quiet), news));
        }
    }
}
