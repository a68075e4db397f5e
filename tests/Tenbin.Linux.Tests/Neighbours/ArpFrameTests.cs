using System.Net;
using Tenbin.Linux.Neighbours;

namespace Tenbin.Linux.Tests.Neighbours;

public class ArpFrameTests
{
    private static readonly MacAddress Mac = MacAddress.Parse("02:00:00:00:00:07");
    private static readonly IPAddress Address = IPAddress.Parse("10.1.0.100");

    [Fact]
    public void The_announcing_request_is_laid_out_as_in_rfc_5227() =>
        Assert.Equal("ffffffffffff02000000000708060001080006040001020000000007" + "0a010064" + "000000000000" + "0a010064", Hex(ArpFrame.AnnouncingRequest(Mac, Address)));

    [Fact]
    public void The_announcing_reply_has_the_own_mac_as_target() =>
        Assert.Equal("ffffffffffff02000000000708060001080006040002020000000007" + "0a010064" + "020000000007" + "0a010064", Hex(ArpFrame.AnnouncingReply(Mac, Address)));

    [Fact]
    public void A_probe_has_no_sender_address() =>
        Assert.Equal("ffffffffffff02000000000708060001080006040001020000000007" + "00000000" + "000000000000" + "0a010064", Hex(ArpFrame.Probe(Mac, Address)));

    [Fact]
    public void A_probe_claims_nothing_and_all_else_its_sender()
    {
        Assert.False(ArpFrame.TryRead(ArpFrame.Probe(Mac, Address), 3, out _));
        Assert.True(ArpFrame.TryRead(ArpFrame.AnnouncingReply(Mac, Address), 3, out var claim));
        Assert.Equal(new NeighbourClaim(3, Address, Mac), claim);
    }

    [Fact]
    public void Invariant8_whatever_comes_is_read_without_harm() => Garbage.Feed(ArpFrame.AnnouncingRequest(Mac, Address), frame => ArpFrame.TryRead(frame, 1, out _));

    private static string Hex(byte[] frame) => Convert.ToHexStringLower(frame);
}
