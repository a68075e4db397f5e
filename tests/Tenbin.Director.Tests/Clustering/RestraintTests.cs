using Tenbin.Director.Clustering;

namespace Tenbin.Director.Tests.Clustering;

public sealed class RestraintTests
{
    private readonly Restraint _restraint = new(TimeSpan.Zero, TimeSpan.Zero);
    private TimeSpan _now, _used;

    [Fact]
    public void A_daemon_that_takes_a_processor_is_restrained_until_it_is_calm()
    {
        Pass(seconds: 60, share: 0.5);
        Assert.True(_restraint.MayBeUrgent);

        Pass(seconds: 10, share: 1);
        Assert.False(_restraint.MayBeUrgent);
        Assert.Equal(1, _restraint.Share, 3);

        Pass(seconds: 60, share: 0.5);
        Assert.False(_restraint.MayBeUrgent);

        Pass(seconds: 10, share: 0.1);
        Assert.True(_restraint.MayBeUrgent);
    }

    [Fact]
    public void A_moment_of_work_is_no_runaway()
    {
        Pass(seconds: 5, share: 0.1);

        Assert.False(Pass(seconds: 1, share: 2));
        Assert.False(Pass(seconds: 9, share: 0.1));
    }

    [Fact]
    public void A_runaway_is_noticed_within_two_spans()
    {
        Pass(seconds: 4, share: 0);

        Assert.True(Pass(seconds: 10, share: 1));
    }

    /// <returns>Whether it was restrained at any time.</returns>
    private bool Pass(int seconds, double share)
    {
        var restrained = false;
        for (var second = 0; second < seconds; second++)
        {
            _now += TimeSpan.FromSeconds(1);
            _used += TimeSpan.FromSeconds(share);
            _restraint.Take(_now, _used);
            restrained |= !_restraint.MayBeUrgent;
        }

        return restrained;
    }
}
