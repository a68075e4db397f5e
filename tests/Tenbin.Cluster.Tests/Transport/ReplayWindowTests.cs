using Tenbin.Cluster.Transport;
using Xunit;

namespace Tenbin.Cluster.Tests.Transport;

public sealed class ReplayWindowTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    [InlineData(3_000)]
    public void Says_the_same_as_a_plain_list(int jump)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var window = new ReplayWindow();
        var seen = new HashSet<ulong>();
        ulong highest = 0, at = 2_000;
        for (var i = 0; i < 50_000; i++)
        {
            var number = at - (ulong)random.Next(1_200);
            at += (ulong)random.Next(jump);
            var expected = number + ReplayWindow.Size > highest && !seen.Contains(number);

            Assert.True(expected == window.IsNew(number), $"seed {seed}, step {i}");
            Assert.True(expected == window.TryAccept(number), $"seed {seed}, step {i}");
            if (expected)
            {
                seen.Add(number);
            }

            highest = Math.Max(highest, number);
            Assert.Equal(highest, window.Highest);
            var asked = highest - (ulong)random.Next(ReplayWindow.Size);
            Assert.True(seen.Contains(asked) == window.Has(asked), $"seed {seed}, step {i}");
        }
    }

    [Fact]
    public void Number_0_is_never_new_and_the_last_number_is()
    {
        var window = new ReplayWindow();

        Assert.False(window.TryAccept(0));
        Assert.True(window.TryAccept(ulong.MaxValue));
        Assert.False(window.TryAccept(ulong.MaxValue));
        Assert.False(window.TryAccept(1));
        Assert.True(window.TryAccept(ulong.MaxValue - 1_023));
    }
}
