using System.Net;
using Tenbin.Linux.Neighbours;

namespace Tenbin.Linux.Tests.Neighbours;

public class NdFrameTests
{
    private const string Vip = "fd010000000000000000000000000100";
    private static readonly MacAddress Mac = MacAddress.Parse("02:00:00:00:00:07");
    private static readonly IPAddress Address = IPAddress.Parse("fd01::100");

    [Theory]
    [InlineData(false, "20")]
    [InlineData(true, "a0")]
    public void An_announcement_is_laid_out_as_in_rfc_4861(bool router, string flags)
    {
        var frame = Hex(NdFrame.Announcement(Mac, Address, router));

        Assert.Equal("333300000001" + "020000000007" + "86dd" + "60000000" + "0020" + "3a" + "ff" + Vip + "ff020000000000000000000000000001" + "8800", frame[..112]);
        Assert.Equal(flags + "000000" + Vip + "0201" + "020000000007", frame[116..]);
    }

    [Fact]
    public void A_question_goes_to_the_groups_of_the_address()
    {
        var frame = Hex(NdFrame.Solicit(Mac, Address, IPAddress.Parse("fe80::7")));

        Assert.Equal("3333ff000100", frame[..12]);
        Assert.Equal("fe800000000000000000000000000007" + "ff0200000000000000000001ff000100" + "8700", frame[44..112]);
        Assert.EndsWith(Vip + "0101" + "020000000007", frame, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_without_a_sender_has_no_option()
    {
        var frame = Hex(NdFrame.Solicit(Mac, Address, null));

        Assert.Equal("0018", frame[36..40]);
        Assert.EndsWith(Vip, frame, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_an_advertisement_from_the_link_is_a_claim()
    {
        var frame = NdFrame.Announcement(Mac, Address, false);
        Assert.True(NdFrame.TryRead(frame, 3, out var claim));
        Assert.Equal(new NeighbourClaim(3, Address, Mac), claim);
        Assert.False(NdFrame.TryRead(NdFrame.Solicit(Mac, Address, null), 3, out _));
        frame[14 + 7] = 254;
        Assert.False(NdFrame.TryRead(frame, 3, out _));
    }

    [Fact]
    public void Invariant8_whatever_comes_is_read_without_harm() => Garbage.Feed(NdFrame.Announcement(Mac, Address, false), frame => NdFrame.TryRead(frame, 1, out _));

    private static string Hex(byte[] frame) => Convert.ToHexStringLower(frame);
}
