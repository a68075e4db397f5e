using Tenbin.Director.Status;

namespace Tenbin.Director.Tests.Status;

public sealed class SpansTests
{
    [Theory]
    [InlineData(0.4, "0 s")]
    [InlineData(-5, "0 s")]
    [InlineData(12, "12 s")]
    [InlineData(302, "5 min 2 s")]
    [InlineData(300, "5 min")]
    [InlineData(3_600, "1 h")]
    [InlineData(3_601, "1 h")]
    [InlineData(273_600, "3 d 4 h")]
    [InlineData(273_661, "3 d 4 h")]
    public void The_two_largest_units_are_shown(double seconds, string text) =>
        Assert.Equal(text, Spans.Text(TimeSpan.FromSeconds(seconds)));
}
