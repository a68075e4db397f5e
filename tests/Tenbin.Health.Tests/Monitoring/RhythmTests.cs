using Tenbin.Health.Monitoring;
using Xunit;

namespace Tenbin.Health.Tests.Monitoring;

public class RhythmTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Intervals_stay_within_their_jitter_and_use_it(double jitter)
    {
        var random = new Random(1);
        TimeSpan every = TimeSpan.FromSeconds(2);
        TimeSpan[] intervals = [.. Enumerable.Range(0, 1000).Select(_ => Rhythm.Interval(every, jitter, random))];

        Assert.All(intervals, i => Assert.InRange(i, every * (1 - jitter), every * (1 + jitter)));
        Assert.InRange(intervals.Min(), every * (1 - jitter), every * (1 - jitter * 0.95));
        Assert.InRange(intervals.Max(), every * (1 + jitter * 0.95), every * (1 + jitter));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(11, 1)]
    [InlineData(5000, 250)]
    public void First_probes_start_at_once_and_thousands_within_a_quarter_of_the_interval(int probes, int mostMs)
    {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
        {
            TimeSpan delay = Rhythm.FirstDelay(TimeSpan.FromSeconds(1), probes, random);
            Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromMilliseconds(mostMs));
        }
    }
}
