using Tenbin.Cli.Screen;

namespace Tenbin.Cli.Tests.Screen;

public sealed class AmountsTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.4, "0.4")]
    [InlineData(9.94, "9.9")]
    [InlineData(9.96, "10")]
    [InlineData(45, "45")]
    [InlineData(999.4, "999")]
    [InlineData(999.6, "1k")]
    [InlineData(1_240, "1.2k")]
    [InlineData(45_400, "45k")]
    [InlineData(2_100_000, "2.1M")]
    public void Rates_keep_two_or_three_digits(double perSecond, string text) => Assert.Equal(text, Amounts.Rate(perSecond));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(100, "800b")]
    [InlineData(150_000_000, "1.2Gb")]
    public void Bandwidth_is_in_bits(double bytesPerSecond, string text) => Assert.Equal(text, Amounts.Bits(bytesPerSecond));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1_536, "1.5 KiB")]
    [InlineData(369_636_352, "353 MiB")]
    public void Memory_is_in_powers_of_1024(long bytes, string text) => Assert.Equal(text, Amounts.Memory(bytes));

    [Fact]
    public void A_sparkline_is_as_high_as_its_highest_value_and_padded_at_the_left()
    {
        Assert.Equal("  ▁▅█", Sparkline.Of([0, 5, 9], 5));
        Assert.Equal("▁▁", Sparkline.Of([0, 0], 2));
        Assert.Equal("   ", Sparkline.Of([], 3));
        Assert.Equal("▁█", Sparkline.Of([100, 0, 9], 2));
    }

    [Fact]
    public void A_line_is_cut_to_the_screen_and_says_so() =>
        Assert.Equal("abc…", new Line(new Piece("abc"), new Piece("def", Tone.Bad)).Render(colour: false, 4));
}
