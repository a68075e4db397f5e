using System.Net;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary><c>routes</c> and <c>rules</c> of a group: what they mean, and one mistake each.</summary>
public sealed class GroupRoutingTests
{
    private const string Cluster = "services: {}\ncluster: { key-file: /k, nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve }\n";

    [Theory]
    [InlineData("{ to: 10.9.0.0/16, via: 10.0.0.3 }", "10.9.0.0/16 via 10.0.0.3", 254, 0)]
    [InlineData("{ to: default, via: 10.0.0.3, source: 10.0.0.1, table: 100 }", "default via 10.0.0.3 src 10.0.0.1 table 100", 100, 0)]
    [InlineData("{ to: default, interface: eth1, source: 10.0.0.1, table: main, metric: 7 }", "default dev eth1 src 10.0.0.1 metric 7", 254, 7)]
    [InlineData("{ to: 10.9.0.9, interface: eth1 }", "10.9.0.9/32 dev eth1", 254, 0)]
    [InlineData("{ to: default, via: 'fd00::3' }", "default via fd00::3", 254, 1024)]
    [InlineData("{ to: 'fd09::/64', via: 'fe80::1', interface: eth1, metric: 5 }", "fd09::/64 via fe80::1 dev eth1 metric 5", 254, 5)]
    public void A_route_means_what_ip_route_would_write(string route, string words, int table, int metric)
    {
        var read = Assert.Single(Group($"{{ addresses: 10.0.0.1/24, routes: [{route}] }}").Routes);
        Assert.Equal((words, table, metric), (read.ToString(), read.Table, read.Metric));
    }

    [Fact]
    public void Default_is_the_whole_family_of_the_router()
    {
        var routes = Group("{ routes: [{ to: default, via: 10.0.0.3 }, { to: default, via: 'fd00::3' }] }").Routes;
        Assert.Equal([new IPNetwork(IPAddress.Any, 0), new IPNetwork(IPAddress.IPv6Any, 0)], routes.Select(route => route.To));
    }

    [Theory]
    [InlineData("{ from: 10.0.0.1, table: 100, priority: 1000 }", "1000 from 10.0.0.1/32 lookup 100")]
    [InlineData("{ to: 10.9.0.0/16, table: main, priority: 5 }", "5 from all to 10.9.0.0/16 lookup main")]
    [InlineData("{ from: 0.0.0.0/0, iif: eth1, oif: eth2, mark: 0x10/0xff, table: 7, priority: 9 }", "9 from all fwmark 0x10/0xff iif eth1 oif eth2 lookup 7")]
    [InlineData("{ from: 'fd00::1', to: 'fd09::/64', mark: 16, table: 7, priority: 9 }", "9 from fd00::1/128 to fd09::/64 fwmark 0x10 lookup 7")]
    public void A_rule_means_what_ip_rule_would_write(string rule, string words) =>
        Assert.Equal(words, Assert.Single(Group($"{{ rules: [{rule}] }}").Rules).ToString());

    [Fact]
    public void Rules_of_both_families_may_have_one_priority() =>
        Assert.Equal([false, true], Group(
            "{ rules: [{ from: 10.0.0.1, table: 100, priority: 1000 }, { from: 'fd00::1', table: 100, priority: 1000 }] }").Rules.Select(rule => rule.IsV6));

    public static TheoryData<string, string> OfRoutes => new()
    {
        { "default", "group 'g': 'routes' must be a group of keys, e.g. { to: default, via: 172.18.1.1 }; here it is one value" },
        { "[]", "group 'g': 'routes' is an empty list; write e.g. [{ to: default, via: 172.18.1.1 }], or remove the key" },
        { "[{ via: 10.0.0.3 }]", "route of group 'g': 'to' is missing; give the destination, e.g. to: 10.0.0.0/8 or to: default" },
        { "[{ to: default, via: 10.0.0.3, tabel: 100 }]", "route of group 'g': unknown key 'tabel'; did you mean 'table'?" },
        { "[{ to: default, dev: eth0 , via: 10.0.0.3 }]", "route of group 'g': unknown key 'dev'; the keys here are to, via, interface, source, table, metric" },
        { "[{ to: 10.9.0.0/16 }]", "route of group 'g': leads nowhere; give the router as 'via', or the 'interface' that has the destination on its link, or both" },
        { "[{ to: 10.9.0.1/16, via: 10.0.0.3 }]", "route of group 'g': 'to: 10.9.0.1/16' has bits set behind its prefix; the network is 10.9.0.0/16" },
        { "[{ to: default, interface: eth0 }]", "route of group 'g': 'to: default' may be of IPv4 or IPv6; write 0.0.0.0/0 or ::/0, or give 'via'" },
        { "[{ to: default, via: router }]", "route to 'default' of group 'g': 'via: router' has no valid IP address; names are not looked up, write e.g. 172.18.1.33 or 2001:db8::33" },
        { "[{ to: default, via: 10.0.0.1 }]", "route to 'default' of group 'g': 'via: 10.0.0.1' is an address of this group, so that the node would send to itself; give the address of the router" },
        { "[{ to: default, via: 'fe80::1' }]", "route to 'default' of group 'g': 'via: fe80::1' is a link-local address, which says nothing without an interface; add 'interface'" },
        { "[{ to: 10.9.0.0/16, via: 'fd00::3' }]", "route to '10.9.0.0/16' of group 'g': 'via: fd00::3' is IPv6, but the destination is IPv4; both must be of one family" },
        { "[{ to: 'fd09::/64', via: 'fd00::3', source: 10.0.0.1 }]", "route to 'fd09::/64' of group 'g': 'source: 10.0.0.1' is IPv4, but the destination is IPv6; both must be of one family" },
        { "[{ to: default, via: 10.0.0.3, source: 10.0.0.2 }]", "route to 'default' of group 'g': 'source: 10.0.0.2' is not in 'addresses' of this group, and a node that does not hold it would refuse the route; add it there, or leave 'source' out" },
        { "[{ to: default, via: 10.0.0.3, interface: a/b }]", "route to 'default' of group 'g': 'interface: a/b' is not an interface name; it has 1 to 15 characters without space, '/' or ':'" },
        { "[{ to: default, via: 10.0.0.3, table: 255 }]", "route to 'default' of group 'g': 'table: 255' is the kernel's own table of this machine's addresses; give another number, e.g. 100" },
        { "[{ to: default, via: 10.0.0.3, table: mail }]", "route to 'default' of group 'g': 'table: mail' must be main or a whole number from 1 to 2147483647; the names in rt_tables are each machine's own" },
        { "[{ to: default, via: 10.0.0.3, metric: 0 }]", "route to 'default' of group 'g': 'metric: 0' must be a whole number from 1 to 2147483647" },
        { "[{ to: default, via: 10.0.0.3 }, { to: 0.0.0.0/0, via: 10.0.0.4 }]", "group 'g': 'routes' has a second route to 0.0.0.0/0 in one table with one metric, beside that of group 'g'; a machine can hold only one of them, remove one or give it another 'table' or 'metric'" },
    };

    public static TheoryData<string, string> OfRules => new()
    {
        { "[{ from: 10.0.0.1, table: 100 }]", "rule of group 'g': 'priority' is missing; give its place among the rules of the machine, below 32766 to be asked before table main, e.g. priority: 1000" },
        { "[{ from: 10.0.0.1, priority: 1000 }]", "rule of group 'g': 'table' is missing; give the routing table for what fits the rule, e.g. table: 100" },
        { "[{ mark: 1, table: 100, priority: 1000 }]", "rule of group 'g': neither 'from' nor 'to' is given, and so it may be of IPv4 or IPv6; give one of them, e.g. from: 0.0.0.0/0 for all of IPv4" },
        { "[{ form: 10.0.0.1, to: 10.0.0.0/8, table: 100, priority: 1000 }]", "rule of group 'g': unknown key 'form'; did you mean 'from'?" },
        { "[{ from: 10.0.0.1, to: 'fd09::/64', table: 100, priority: 1000 }]", "rule 1000 of group 'g': 'to: fd09::/64' is IPv6, but 'from' is IPv4; both must be of one family" },
        { "[{ from: 10.0.0.1, table: 100, priority: 0 }]", "rule of group 'g': 'priority: 0' must be a whole number from 1 to 2147483647" },
        { "[{ from: 10.0.0.1, table: 0, priority: 1000 }]", "rule 1000 of group 'g': 'table: 0' must be main or a whole number from 1 to 2147483647; the names in rt_tables are each machine's own" },
        { "[{ from: 10.0.0.1, iif: a b, table: 100, priority: 1000 }]", "rule 1000 of group 'g': 'iif: a b' is not an interface name; it has 1 to 15 characters without space, '/' or ':'" },
        { "[{ from: 10.0.0.1, mark: red, table: 100, priority: 1000 }]", "rule 1000 of group 'g': 'mark: red' is not a firewall mark; write e.g. 16, 0x10 or, where only some bits count, 0x10/0xff" },
        { "[{ from: 10.0.0.1, mark: 0x10/0xf, table: 100, priority: 1000 }]", "rule 1000 of group 'g': 'mark: 0x10/0xf' asks for bits that its mask leaves out, so that no packet would fit; widen the mask behind '/'" },
        { "[{ from: 10.0.0.1, table: 100, priority: 1000 }, { from: 10.0.0.2, table: 101, priority: 1000 }]", "group 'g': 'rules' has a second rule with priority 1000, beside that of group 'g'; which is asked first would depend on which came first, give each its own" },
    };

    [Theory]
    [MemberData(nameof(OfRoutes))]
    public void Mistake_in_a_route(string routes, string error) => Assert.Equal([error], Errors($"g: {{ addresses: 10.0.0.1/24, routes: {routes} }}"));

    [Theory]
    [MemberData(nameof(OfRules))]
    public void Mistake_in_a_rule(string rules, string error) => Assert.Equal([error], Errors($"g: {{ rules: {rules} }}"));

    [Fact]
    public void Two_groups_cannot_have_one_route_or_one_priority() => Assert.Equal(
        [
            "group 'h': 'routes' has a second route to fd09::/64 in one table with one metric, beside that of group 'g'; a machine can hold only one of them, remove one or give it another 'table' or 'metric'",
            "group 'h': 'rules' has a second rule with priority 9, beside that of group 'g'; which is asked first would depend on which came first, give each its own",
        ],
        Errors(
            "g: { routes: [{ to: 'fd09::/64', via: 'fd00::3' }], rules: [{ from: 10.0.0.1, table: 100, priority: 9 }] }\n"
            + "  h: { routes: [{ to: 'fd09::/64', via: 'fd00::4', metric: 1024 }], rules: [{ to: 10.0.0.2, table: 100, priority: 9 }] }"));

    [Fact]
    public void Every_mistake_is_told_at_once_with_its_place() => Assert.Equal(
        [
            "t.yaml:4:24: route to '10.9.0.1/16' of group 'g': 'via: 10.0.0' has no valid IP address; names are not looked up, write e.g. 172.18.1.33 or 2001:db8::33",
            "t.yaml:4:36: route of group 'g': 'to: 10.9.0.1/16' has bits set behind its prefix; the network is 10.9.0.0/16",
        ],
        Loading.Errors($"{Cluster}groups:\n  g: {{ routes: [{{ via: 10.0.0, to: 10.9.0.1/16 }}] }}\n"));

    private static GroupSettings Group(string group) => Loading.Valid($"{Cluster}groups:\n  g: {group}\n").Groups[0];

    private static IEnumerable<string> Errors(string groups) => Loading.Load($"{Cluster}groups:\n  {groups}\n").Errors.Select(error => error.Message);
}
