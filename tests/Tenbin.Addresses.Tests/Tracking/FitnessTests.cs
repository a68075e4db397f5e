using System.Collections.Immutable;
using Tenbin.Addresses.Tracking;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tests.Tracking;

public class FitnessTests
{
    [Theory]
    [InlineData(255)]
    [InlineData(205, 50)]
    [InlineData(155, 50, 50)]
    [InlineData(0, 200, 200)]
    [InlineData(0, 0)]
    [InlineData(0, 10, 0)]
    [InlineData(0, int.MaxValue, int.MaxValue)]
    public void Is_what_the_failed_things_leave(int expected, params int[] weights) => Assert.Equal(expected, Fitness.Of(Lost(weights)).Value);

    [Fact]
    public void Says_why_each_point_is_lost() =>
        Assert.Equal("0 of 255: thing 0 is down (50); thing 1 is down (unfit)", Fitness.Of(Lost(50, 0)).ToString());

    private static ImmutableArray<LostPoints> Lost(params int[] weights) =>
        [.. weights.Select((weight, index) => new LostPoints(
            new TrackedThing(TrackKind.Interface, $"eth{index}", weight, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), $"thing {index} is down"))];
}
