using Tenbin.Cli.Screen;
using Tenbin.Demo.Performing;

namespace Tenbin.Demo.Tests.Performing;

public sealed class LiveStageTests
{
    [Fact]
    public void Picture_and_latest_news_fill_the_screen()
    {
        var stage = new LiveStage();
        stage.Announce("first");
        for (var number = 0; number < 20; number++)
        {
            stage.Tell($"news {number}");
        }

        var lines = stage.Lines(new Picture(4), width: 80, height: 10).Select(line => line.Render(colour: false)).ToList();

        Assert.Equal(10, lines.Count);
        Assert.Equal("drawn for 5", lines[0]);
        Assert.EndsWith("news 19", lines[^1], StringComparison.Ordinal);
        Assert.EndsWith("news 14", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void All_news_stay_when_there_is_room()
    {
        var stage = new LiveStage();
        stage.Announce("first");
        stage.Tell("second");

        var lines = stage.Lines(new Picture(2), width: 80, height: int.MaxValue);

        Assert.Equal(4, lines.Count);
        Assert.Contains(new Piece("first", Tone.Strong), lines[2].Pieces);
    }

    private sealed class Picture(int lines) : IPicture
    {
        public Task Look() => Task.CompletedTask;

        public IReadOnlyList<Line> Draw(int width, int height) => [.. Enumerable.Repeat(Line.Of($"drawn for {height}"), lines)];
    }
}
