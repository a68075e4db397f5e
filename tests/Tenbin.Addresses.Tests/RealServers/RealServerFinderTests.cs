using System.Net;
using Tenbin.Addresses.RealServers;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tests.RealServers;

public sealed class RealServerFinderTests
{
    private const string Pair = """
        cluster: { key-file: /k, nodes: { a: 172.18.1.23, b: 172.18.1.25 }, without-majority: serve }
        groups:
          front: { addresses: [172.18.1.199/24, 172.18.1.200/24, 10.2.0.254/24] }
        services:
          web:
            listen: 172.18.1.199:80/tcp
            forward: nat
            servers: [172.18.1.33, 172.18.1.34]
          web-tls:
            listen: 172.18.1.199:443/tcp
            forward: nat
            servers: [172.18.1.33]
          inner:
            listen: 172.18.1.199:8080/tcp
            forward: nat
            servers: [10.2.0.31, 10.3.0.31]
          db:
            listen: 172.18.1.200:3306/tcp
            forward: dsr
            servers: [172.18.1.220]
            fallback: 172.18.1.222
        """;

    [Fact]
    public void A_flat_network_has_the_services_own_address_as_gateway() => AssertWish([], ["172.18.1.199"], "172.18.1.33/24");

    [Fact]
    public void An_address_that_serves_nobody_is_the_gateway_where_there_is_one() => AssertWish([], ["10.2.0.254"], "10.2.0.31/24");

    [Fact]
    public void A_dsr_server_holds_the_address_of_its_service() => AssertWish(["172.18.1.200"], [], "172.18.1.220/24");

    [Fact]
    public void A_fallback_is_a_real_server_as_well() => AssertWish(["172.18.1.200"], [], "172.18.1.222/24");

    [Fact]
    public void A_gateway_that_is_given_settles_it() => Assert.Equal(
        ["10.3.0.9"], RealServerFinder.Find(Load(Pair), [Own("10.3.0.31/24")], [IPAddress.Parse("10.3.0.9")]).Gateways.Select(address => $"{address}"));

    [Theory]
    [InlineData("172.18.1.99/24", "no service of the file has a server at one of this machine's addresses (172.18.1.99)")]
    [InlineData("10.3.0.31/24", "group front has no address in this machine's network 10.3.0.31/24")]
    public void What_cannot_be_told_is_said(string own, string words) => Assert.Contains(
        words, Assert.Throws<ResourceException>(() => RealServerFinder.Find(Load(Pair), [Own(own)], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_group_the_gateway_must_be_given() => Assert.Contains(
        "--gateway",
        Assert.Throws<ResourceException>(() => RealServerFinder.Find(
            Load("services: { web: { listen: 172.18.1.199:80/tcp, forward: nat, servers: [172.18.1.33] } }"), [Own("172.18.1.33/24")], [])).Message,
        StringComparison.Ordinal);

    private static void AssertWish(string[] virtualAddresses, string[] gateways, string own)
    {
        var wish = RealServerFinder.Find(Load(Pair), [new InterfaceAddress(1, IPAddress.Loopback, 8, false), Own(own)], []);
        Assert.Equal(virtualAddresses, wish.VirtualAddresses.Select(address => $"{address}"));
        Assert.Equal(gateways, wish.Gateways.Select(address => $"{address}"));
    }

    private static InterfaceAddress Own(string text) => new(2, IPAddress.Parse(text.Split('/')[0]), int.Parse(text.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture), false);

    private static TenbinConfig Load(string text)
    {
        var result = ConfigLoader.Load(text, "t.yaml", _ => null);
        Assert.Empty(result.Errors);
        return result.Config!;
    }
}
