using System.Net;
using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Tests.Netlink;

public sealed class RoutingTableTests
{
    private const byte Ours = 116;

    [Theory]
    [InlineData("10.9.0.0/16", "10.1.0.2", "10.1.0.1", 0)]
    [InlineData("0.0.0.0/0", "10.1.0.2", null, 50)]
    [InlineData("10.9.0.9/32", null, null, 0)]
    [InlineData("fd09::/64", "fd01::2", "fd01::1", 1024)]
    [InlineData("::/0", "fd01::2", null, 7)]
    [InlineData("fd09::9/128", null, null, 1024)]
    public void Adds_lists_and_removes_routes(string destination, string? gateway, string? source, uint metric)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var route = new TableRoute(IPNetwork.Parse(destination), 1000, metric)
        {
            Gateway = gateway is null ? null : IPAddress.Parse(gateway),
            InterfaceIndex = netlink.Link("near0")!.Index,
            Source = source is null ? null : IPAddress.Parse(source),
            Protocol = Ours,
        };

        Assert.True(netlink.AddRoute(route));
        Assert.False(netlink.AddRoute(route));
        Assert.Equal([route], netlink.Routes(Ours));
        Assert.Equal([route], netlink.Routes(table: 1000));
        Assert.Contains(route, netlink.Routes());
        Assert.True(netlink.RemoveRoute(route));
        Assert.False(netlink.RemoveRoute(route));
        Assert.Empty(netlink.Routes(Ours));
    }

    [Theory]
    [InlineData("10.9.0.0/16", "10.1.0.2")]
    [InlineData("fd09::/64", "fd01::2")]
    public void The_kernel_finds_the_interface_by_the_gateway(string destination, string gateway)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var route = new TableRoute(IPNetwork.Parse(destination), 254, 9) { Gateway = IPAddress.Parse(gateway), Protocol = Ours };
        Assert.True(netlink.AddRoute(route));
        Assert.Equal([route with { InterfaceIndex = netlink.Link("near0")!.Index }], netlink.Routes(Ours));
        Assert.Equal(route.Gateway, netlink.GetRoute(route.Destination.BaseAddress).Gateway);
    }

    [Theory]
    [InlineData("10.9.0.0/16", "10.1.0.2", "")]
    [InlineData("fd09::/64", "fd01::2", "-6")]
    public void A_route_of_another_maker_is_neither_replaced_nor_removed(string destination, string gateway, string family)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        TestNetwork.Ip($"-n {network.Near} {family} route add {destination} via {gateway} metric 9 proto static");
        var route = new TableRoute(IPNetwork.Parse(destination), 254, 9) { Gateway = IPAddress.Parse(gateway), Protocol = Ours };
        Assert.False(netlink.AddRoute(route));
        Assert.False(netlink.RemoveRoute(route));
        Assert.Equal(4, Assert.Single(netlink.Routes(), found => found.Destination == route.Destination).Protocol);
    }

    [Fact]
    public void The_kernels_own_words_are_in_the_error_of_a_route()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var error = Assert.Throws<LinuxException>(() => netlink.AddRoute(
            new TableRoute(IPNetwork.Parse("10.9.0.0/16"), 254, 0) { Gateway = IPAddress.Parse("192.0.2.1"), Protocol = Ours }));
        Assert.Contains("add route to 10.9.0.0/16 via 192.0.2.1 in table 254", error.Message, StringComparison.Ordinal);
        Assert.Contains("gateway", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Rules =>
    [
        "from 10.9.0.1/32", "from 10.9.0.0/16 to 10.8.0.0/16", "to 10.8.0.0/16 iif near0 oif near0 fwmark 0x10/0xff", "fwmark 0x7",
        "from fd09::1/128", "to fd08::/64 iif gone0",
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Adds_lists_and_removes_rules(string words)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var rule = Rule(words);
        Assert.True(netlink.AddRule(rule));
        Assert.False(netlink.AddRule(rule));
        Assert.Equal([rule], netlink.Rules().Where(found => found.Protocol == Ours));
        Assert.True(netlink.RemoveRule(rule));
        Assert.False(netlink.RemoveRule(rule));
        Assert.DoesNotContain(netlink.Rules(), found => found.Protocol == Ours);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_that_ip_rule_adds_is_read_as_meant_and_not_removed(string words)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var rule = Rule(words);
        TestNetwork.Ip($"-n {network.Near} {(rule.IsV6 ? "-6" : "-4")} rule add {words} lookup 1000 priority 77 protocol static");
        Assert.Contains(rule with { Protocol = 4 }, netlink.Rules());
        Assert.False(netlink.RemoveRule(rule));
        Assert.Contains(rule with { Protocol = 4 }, netlink.Rules());
    }

    [Theory]
    [InlineData("not from 10.9.0.1 lookup 1000")]
    [InlineData("from 10.9.0.1 lookup 1000 suppress_ifgroup 1")]
    [InlineData("from 10.9.0.1 ipproto tcp dport 80 lookup 1000")]
    [InlineData("from 10.9.0.1 tos 0x10 lookup 1000")]
    [InlineData("from 10.9.0.1 blackhole")]
    public void A_rule_that_asks_or_does_more_is_not_taken_for_a_plain_one(string words)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        TestNetwork.Ip($"-n {network.Near} rule add {words} priority 77");
        Assert.DoesNotContain(netlink.Rules(), found => found.Priority == 77);
    }

    private static RoutingRule Rule(string words)
    {
        var parts = words.Split(' ');
        string? After(string word) => Array.IndexOf(parts, word) is >= 0 and var at ? parts[at + 1] : null;
        var mark = After("fwmark")?.Split('/').Select(bits => Convert.ToUInt32(bits, 16)).ToArray() ?? [];
        return new RoutingRule(words.Contains(':', StringComparison.Ordinal), 77, 1000)
        {
            From = After("from") is { } from ? IPNetwork.Parse(from) : null,
            To = After("to") is { } to ? IPNetwork.Parse(to) : null,
            In = After("iif"),
            Out = After("oif"),
            Mark = mark.ElementAtOrDefault(0),
            Mask = mark switch { [] => 0, [_] => uint.MaxValue, [_, var mask, ..] => mask },
            Protocol = Ours,
        };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rule_that_passes_over_default_routes_is_told_from_one_that_does_not(bool v6)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var rule = new RoutingRule(v6, 7301, 254) { Suppress = 0, Protocol = Ours };

        Assert.True(netlink.AddRule(rule));
        Assert.Contains(rule, netlink.Rules());
        Assert.DoesNotContain(rule with { Suppress = null }, netlink.Rules());
        Assert.True(netlink.RemoveRule(rule));
        Assert.DoesNotContain(rule, netlink.Rules());
    }
}
