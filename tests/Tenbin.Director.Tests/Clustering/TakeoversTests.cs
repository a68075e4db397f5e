using System.Net;
using Tenbin.Aws.Movers;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering;
using Tenbin.TestKit;

namespace Tenbin.Director.Tests.Clustering;

/// <summary>The parts of the last start of a group.</summary>
public sealed class TakeoversTests
{
    private static readonly IPAddress s_one = IPAddress.Parse("10.0.0.1"), s_other = IPAddress.Parse("10.0.0.2");
    private readonly ManualTime _time = new();
    private readonly Takeovers _takeovers;

    public TakeoversTests() => _takeovers = new Takeovers(2, _time);

    [Fact]
    public void Of_several_addresses_the_slowest_counts_and_what_is_put_back_later_does_not()
    {
        _takeovers.Begin(1, 8, TimeSpan.FromSeconds(0.4));
        _takeovers.Add(1, new MovePhase(s_one, MovePhases.Assign, TimeSpan.FromSeconds(0.31)));
        _takeovers.Add(1, new MovePhase(s_other, MovePhases.Assign, TimeSpan.FromSeconds(0.35)));
        _takeovers.Add(1, new MovePhase(s_one, MovePhases.Api, TimeSpan.FromSeconds(0.3)));
        Assert.False(Last()!.Over);
        _time.Advance(TimeSpan.FromSeconds(0.7));
        _takeovers.End(1, null);
        _takeovers.Add(1, new MovePhase(s_one, MovePhases.Api, TimeSpan.FromSeconds(9)));
        _time.Advance(TimeSpan.FromSeconds(60));

        var last = Last()!;
        Assert.Equal((8ul, true, null), (last.Epoch, last.Over, last.Trouble));
        Assert.Equal(60.7, last.AgoSeconds, 3);
        Assert.Equal(["api", "assign", "silence", "start"], last.FailoverSeconds.Keys);
        Assert.Equal([0.3, 0.35, 0.4, 0.7], last.FailoverSeconds.Values.Select(seconds => Math.Round(seconds, 3)));
        Assert.Null(_takeovers.Last[0]);
    }

    [Fact]
    public void A_start_that_fails_keeps_its_reason_until_the_next_begins()
    {
        _takeovers.Begin(1, 8, null);
        _takeovers.End(1, "address 10.0.0.1: it cannot be moved");
        Assert.Equal("address 10.0.0.1: it cannot be moved", Last()!.Trouble);

        _takeovers.Begin(1, 9, null);

        Assert.Equal((9ul, false, null), (Last()!.Epoch, Last()!.Over, Last()!.Trouble));
        Assert.Empty(Last()!.FailoverSeconds);
    }

    private TakeoverStatus? Last() => new MoveReport([], _takeovers.Last, new HolderRules([], 0), _time).LastOf(1);
}
