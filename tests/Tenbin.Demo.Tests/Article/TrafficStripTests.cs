using Tenbin.Cli.Screen;
using Tenbin.Demo.Article;

namespace Tenbin.Demo.Tests.Article;

public sealed class TrafficStripTests
{
    [Fact]
    public void A_full_cell_is_a_full_bar_an_empty_one_a_red_mark_and_a_burst_no_higher_than_full()
    {
        var pieces = Strip(unborn: 0, 5, 5, 0, 0, 40);

        Assert.Equal<Piece[]>([new("██", Tone.Good), new("××", Tone.Bad), new("█", Tone.Good)], pieces);
    }

    [Fact]
    public void A_cell_with_few_answers_is_low_and_yellow() =>
        Assert.Equal<Piece[]>([new("▂", Tone.Caution), new("▅", Tone.Good)], Strip(unborn: 0, 0.5, 3));

    [Fact]
    public void Before_the_first_answer_there_is_nothing_to_see() =>
        Assert.Equal<Piece[]>([new("  ", Tone.Plain), new("█", Tone.Good)], Strip(unborn: 2, 0, 0, 5));

    private static Piece[] Strip(int unborn, params double[] shares) =>
    [
        .. TrafficStrip.Of(new FlowView("web", 10)
        {
            Cells = [.. shares.Select(share => (int)(share * 2))],
            Unborn = unborn,
            Answered = 0,
            Failed = 0,
            LongestGap = null,
            Waiting = TimeSpan.Zero,
        }),
    ];
}
