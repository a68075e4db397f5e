using System.Net;
using Tenbin.Lab.Capture;
using Xunit;

namespace Tenbin.Lab.Tests.Capture;

public sealed class SeenFrameTests
{
    private const string Ethernet = "02000a4d010a" + "02000a4d0101";

    [Fact]
    public void Reads_who_sent_an_IPv4_packet() => Assert.Equal(
        new(FrameKind.Packet, "02:00:0a:4d:01:01", IPAddress.Parse("10.77.1.100"), IPAddress.Parse("10.77.1.10")),
        Read(Ethernet + "0800" + "4500001400000000" + "40110000" + "0a4d0164" + "0a4d010a"));

    [Fact]
    public void Reads_who_sent_an_IPv6_packet() => Assert.Equal(
        new(FrameKind.Packet, "02:00:0a:4d:01:01", IPAddress.Parse("fd77:1::100"), IPAddress.Parse("fd77:1::10")),
        Read(Ethernet + "86dd" + "6000000000003a40" + "fd770001000000000000000000000100" + "fd770001000000000000000000000010"));

    [Fact]
    public void Reads_who_announced_an_address_by_ARP() => Assert.Equal(
        new(FrameKind.Arp, "02:00:0a:4d:01:01", IPAddress.Parse("10.77.1.100"), IPAddress.Parse("10.77.1.100")),
        Read("ffffffffffff02000a4d0101" + "0806" + "0001080006040001" + "02000a4d0101" + "0a4d0164" + "000000000000" + "0a4d0164"));

    [Theory]
    [InlineData("")]
    [InlineData("02000a4d010a02000a4d01")]
    [InlineData(Ethernet + "0800" + "45000014")]
    [InlineData(Ethernet + "86dd" + "60000000")]
    [InlineData(Ethernet + "0806" + "0001")]
    [InlineData(Ethernet + "88cc" + "0001080006040001020000000000000000000000000000000000000000000000")]
    public void Passes_over_what_is_cut_short_or_neither_IP_nor_ARP(string frame) =>
        Assert.False(SeenFrame.TryRead(Convert.FromHexString(frame), out _));

    private static SeenFrame Read(string hex)
    {
        Assert.True(SeenFrame.TryRead(Convert.FromHexString(hex), out var seen));
        return seen;
    }
}
