using System.Net;
using Tenbin.Addresses.Local;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.Tests.Local;

public class InterfaceChoiceTests
{
    private static readonly NetworkLink[] Links =
    [
        new() { Index = 1, Name = "lo", IsLoopback = true },
        new() { Index = 2, Name = "eth0" },
        new() { Index = 3, Name = "eth1" },
    ];

    private static readonly InterfaceAddress[] Addresses =
    [
        At(1, "127.0.0.1", 8), At(2, "10.1.0.2", 24), At(3, "10.2.0.2", 16), At(3, "fd02::2", 64), At(2, "fe80::2", 64), At(3, "fe80::3", 64),
    ];

    [Theory]
    [InlineData("10.1.0.100", 24, "eth0")]
    [InlineData("10.1.0.100", 32, "eth0")]
    [InlineData("10.2.99.1", 24, "eth1")]
    [InlineData("fd02::99", 128, "eth1")]
    public void Is_the_one_with_another_address_of_the_network(string vip, int prefix, string expected) =>
        Assert.Equal(expected, InterfaceChoice.Find(Movers.Vip(vip, prefix), Links, Addresses).Name);

    [Fact]
    public void Is_the_configured_one_whatever_it_has() =>
        Assert.Equal("eth1", InterfaceChoice.Find(Movers.Vip("10.1.0.100", on: "eth1"), Links, Addresses).Name);

    [Theory]
    [InlineData("10.3.0.1", 24, null, "no interface has another address in its network (there are 10.1.0.2/24 on eth0")]
    [InlineData("127.0.0.9", 8, null, "no interface has")]
    [InlineData("10.9.0.1", 8, null, "eth0, eth1 all have an address in its network; name the right one with 'interface'")]
    [InlineData("fe80::9", 64, null, "eth0, eth1 all have")]
    [InlineData("10.1.0.100", 24, "eth7", "there is no interface 'eth7' here, only lo, eth0, eth1")]
    public void Else_the_error_says_what_to_do(string vip, int prefix, string? on, string expected)
    {
        var error = Assert.Throws<ResourceException>(() => InterfaceChoice.Find(Movers.Vip(vip, prefix, on), Links, Addresses));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_itself_does_not_count_as_another() =>
        Assert.Throws<ResourceException>(() => InterfaceChoice.Find(Movers.Vip("10.3.0.1"), Links, [At(2, "10.3.0.1", 24)]));

    [Theory]
    [InlineData("10.1.0.100", 24, false)]
    [InlineData("10.1.0.100", 32, true)]
    [InlineData("10.1.0.100", 16, true)]
    [InlineData("10.3.0.1", 24, false)]
    public void Only_a_network_that_overlaps_another_brings_no_route(string vip, int prefix, bool expected) =>
        Assert.Equal(expected, InterfaceChoice.OnlyOverlaps(Movers.Vip(vip, prefix), Links[1], Addresses));

    private static InterfaceAddress At(int index, string address, int prefix) => new(index, IPAddress.Parse(address), prefix, false);
}
