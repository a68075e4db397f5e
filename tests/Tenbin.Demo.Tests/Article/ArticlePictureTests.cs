using Tenbin.Cli.Screen;
using Tenbin.Demo.Article;
using Tenbin.Director.Api;

namespace Tenbin.Demo.Tests.Article;

public sealed class ArticlePictureTests
{
    private static readonly DirectorView s_owner = new("lvs01", "172.18.1.23", HasPower: true, Group("lvs01", "holding"), Sessions: 1_234);
    private static readonly DirectorView s_standby = new("lvs02", "172.18.1.25", HasPower: true, Group("lvs01", "idle"), Sessions: 1_230);

    [Fact]
    public void Directors_say_who_serves_and_by_which_votes()
    {
        var text = Text(new() { Directors = [s_owner, s_standby] });

        Assert.Contains("lvs01  172.18.1.23  ● serves front by 2 votes (lvs01, witness), epoch 7  1,234 sessions", text, StringComparison.Ordinal);
        Assert.Contains("lvs02  172.18.1.25  ● stands by for lvs01  1,230 sessions", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null, null, "● no power", true)]
    [InlineData(true, null, null, "● its daemon does not answer", false)]
    [InlineData(true, null, "idle", "● stands by; nobody serves", true)]
    [InlineData(true, "lvs01", "asking", "● asks for votes", false)]
    [InlineData(true, "lvs02", "handing", "● hands over", false)]
    public void A_director_in_trouble_stands_out(bool hasPower, string? owner, string? phase, string text, bool isBad)
    {
        var director = s_standby with { HasPower = hasPower, Group = phase is null ? null : Group(owner, phase) };

        Assert.Contains(new Piece(text, isBad ? Tone.Bad : Tone.Caution), Lines(new() { Directors = [director] })[0].Pieces);
    }

    [Fact]
    public void An_address_that_two_have_or_none_stands_out()
    {
        var lines = Lines(new()
        {
            Directors = [s_owner],
            Addresses = [new("web", "172.18.1.199", "203.0.113.10", ["lvs01", "lvs02"], ["lvs01"], [])],
        });

        var row = lines.Single(line => line.Render(colour: false).Contains("172.18.1.199", StringComparison.Ordinal));
        Assert.Contains(row.Pieces, piece => piece.Text.StartsWith("lvs01 and lvs02", StringComparison.Ordinal) && piece.Tone == Tone.Bad);
        Assert.Contains(row.Pieces, piece => piece.Text.Trim() == "lvs01" && piece.Tone == Tone.Good);
        Assert.Contains(row.Pieces, piece => piece.Text.Trim() == "nobody" && piece.Tone == Tone.Bad);
    }

    [Fact]
    public void An_address_without_an_elastic_ip_has_nobody_to_miss() => Assert.DoesNotContain(
        "nobody",
        Text(new() { Directors = [s_owner], Addresses = [new("db-read", "172.18.1.200", null, ["lvs01"], ["lvs01"], [])] }),
        StringComparison.Ordinal);

    [Fact]
    public void Each_service_shows_its_servers()
    {
        var lines = Lines(new()
        {
            Directors = [s_owner],
            Services = [new("web", "172.18.1.199:80/tcp", "nat", [("web01", true), ("web02", false)]), new("db-read", "172.18.1.200:3306/tcp", "dsr", [("db01", true)])],
        });

        var web = lines.Single(line => line.Render(colour: false).Contains("web01", StringComparison.Ordinal));
        Assert.Contains(web.Pieces, piece => piece.Text.Trim() == "● web02" && piece.Tone == Tone.Bad);
    }

    [Fact]
    public void A_flow_tells_how_long_its_service_is_away_and_then_how_long_it_was()
    {
        var flow = new FlowView("web", 5)
        {
            Cells = [5, 0], Unborn = 0, Answered = 1_200, Failed = 3, LongestGap = TimeSpan.FromMilliseconds(50), Waiting = TimeSpan.FromMilliseconds(900),
        };

        Assert.Contains("█×  1,200  3 failed  away for 900 ms", Text(new() { Directors = [s_owner] }, flow), StringComparison.Ordinal);
        Assert.Contains(
            "█×  1,200  3 failed  was away 1,700 ms",
            Text(new() { Directors = [s_owner] }, flow with { Waiting = TimeSpan.Zero, LongestGap = TimeSpan.FromMilliseconds(1_700) }),
            StringComparison.Ordinal);
        Assert.DoesNotContain("away", Text(new() { Directors = [s_owner] }, flow with { Waiting = TimeSpan.Zero }), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_low_screen_the_services_go_first()
    {
        var view = new ArticleView
        {
            Directors = [s_owner, s_standby],
            Addresses = [new("web", "172.18.1.199", null, ["lvs01"], ["lvs01"], [])],
            Services = [new("web-tls", "172.18.1.199:443/tcp", "nat", [("web01", true)])],
        };

        Assert.Contains("web-tls", Text(view), StringComparison.Ordinal);
        var low = ArticlePicture.Lines(view, [], [], width: 100, height: 5);
        Assert.Equal(4, low.Count);
        Assert.DoesNotContain(low, line => line.Render(colour: false).Contains("web-tls", StringComparison.Ordinal));
    }

    [Fact]
    public void Before_there_is_anything_the_picture_is_empty() => Assert.Empty(ArticlePicture.Lines(ArticleView.Nothing, [], [], 100, 40));

    private static GroupStatus Group(string? owner, string phase) => new()
    {
        Name = "front", Addresses = [], Owner = owner, Phase = phase, Epoch = 7, SinceSeconds = 1, Why = "", Votes = ["lvs01", "witness"], VotesNeeded = 2,
        Exclusive = true, LeaseSeconds = 0.3, Fitness = 255, FitnessReason = "",
    };

    private static IReadOnlyList<Line> Lines(ArticleView view, params FlowView[] flows) => ArticlePicture.Lines(view, flows, [], width: 100, height: 40);

    private static string Text(ArticleView view, params FlowView[] flows) =>
        string.Join('\n', Lines(view, flows).Select(line => line.Render(colour: false)));
}
