using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;
using Tenbin.Model.Tests.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Planning;

/// <summary>Services whose Elastic IP comes to the directors' own addresses.</summary>
public sealed class AliasTests
{
    private const string Overlay = "{ ip: 192.0.2.1/32, mover: aws-route, interface: eth0, route-tables: rtb-00000001, elastic-ip: 203.0.113.10 }";

    [Theory]
    [InlineData(Overlay, "192.0.2.1:80/tcp")]
    [InlineData("{ ip: 203.0.113.10/32, mover: aws-elastic-ip }", "203.0.113.10:80/tcp")]
    public void A_service_also_listens_on_the_own_address_of_the_node(string address, string listen)
    {
        var services = Make(Valid(address, $"web: {{ listen: '{listen}', forward: nat, scheduler: mh, allow-from: [10.0.0.0/8], servers: [10.0.0.33, 10.0.0.34] }}"), "10.0.1.23");

        Assert.Equal([("web", null, listen), ("web at 10.0.1.23", "web", "10.0.1.23:80/tcp")], services.Select(service => (service.Name, service.AliasOf, service.Listen.ToString())));
        Assert.Equal(services[0], services[1] with { Name = "web", AliasOf = null, Listen = services[0].Listen });
    }

    [Theory]
    [InlineData("{ ip: 192.0.2.1/32, mover: aws-route, interface: eth0, route-tables: rtb-00000001 }")]
    [InlineData("{ ip: 192.0.2.1/24, mover: aws-private-ip, elastic-ip: 203.0.113.10 }")]
    [InlineData("192.0.2.1/24")]
    public void An_address_that_packets_carry_has_no_alias(string address) =>
        Assert.Single(Make(Valid(address, "web: { listen: '192.0.2.1:80/tcp', forward: nat, servers: [10.0.0.33] }"), "10.0.1.23"));

    [Fact]
    public void Servers_of_dsr_have_no_part_in_it()
    {
        var mixed = Make(Valid(Overlay, "web: { listen: '192.0.2.1:80/tcp', forward: dsr, servers: [10.0.0.33, { address: 10.0.0.34, forward: nat }] }"), "10.0.1.23");
        Assert.Equal(["10.0.0.34:80"], mixed[1].Servers.Select(server => server.Address.ToString()));

        Assert.Single(Make(Valid(Overlay, "web: { listen: '192.0.2.1:80/tcp', forward: dsr, servers: [10.0.0.33] }"), "10.0.1.23"));
    }

    [Fact]
    public void A_node_of_several_links_has_one_for_each_IPv4_address() => Assert.Equal(
        ["web", "web at 10.0.1.23", "web at 10.0.9.23"],
        Make(Valid(Overlay, "web: { listen: '192.0.2.1:80/tcp', forward: nat, servers: [10.0.0.33] }"), "10.0.1.23", "10.0.9.23", "2001:db8::1").Select(service => service.Name));

    [Fact]
    public void An_elastic_ip_may_come_to_another_address_of_each_node()
    {
        var config = Valid($"{Overlay.Replace(" }", ", elastic-ip-to: { b: 10.0.2.26, a: 10.0.1.24 } }", StringComparison.Ordinal)}", "web: { listen: '192.0.2.1:80/tcp', forward: nat, servers: [10.0.0.33] }");

        Assert.Equal(["web", "web at 10.0.1.24"], Make(config, "10.0.1.23").Select(service => service.Name));
        Assert.Equal([new("a", IPAddress.Parse("10.0.1.24")), new("b", IPAddress.Parse("10.0.2.26"))], config.Groups[0].Addresses[0].ElasticIpTo);
    }

    [Fact]
    public void Elastic_ips_with_addresses_of_their_own_may_share_a_port()
    {
        const string Own = "{ ip: 203.0.113.10/32, mover: aws-elastic-ip, elastic-ip-to: { a: 10.0.1.24, b: 10.0.2.26 } }";
        const string Services = "a: { listen: '203.0.113.10:6946/udp', forward: nat, servers: [10.0.0.33], check: { type: ping } }, b: { listen: '203.0.113.11:6946/udp', forward: nat, servers: [10.0.0.33], check: { type: ping } }";

        Assert.Empty(Mistakes($"{Own}, {{ ip: 203.0.113.11/32, mover: aws-elastic-ip, elastic-ip-to: {{ a: 10.0.1.25, b: 10.0.2.27 }} }}", Services));
        Assert.Contains(
            Mistakes($"{Own}, {Own.Replace("203.0.113.10", "203.0.113.11", StringComparison.Ordinal)}", Services),
            mistake => mistake.Contains("comes to 10.0.1.24 of node 'a', and so has another address of group 'front'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ ip: 203.0.113.10/32, mover: aws-elastic-ip, elastic-ip-to: { a: 10.0.1.24 } }", "does not name node 'b', to which it could not come")]
    [InlineData("{ ip: 203.0.113.10/32, mover: aws-elastic-ip, elastic-ip-to: { a: 10.0.1.24, b: 10.0.1.24 } }", "is named for node 'a' too")]
    [InlineData("{ ip: 203.0.113.10/32, mover: aws-elastic-ip, elastic-ip-to: { a: 10.0.2.25, b: 10.0.2.26 } }", "is the address of node 'b'; give one of this node's own")]
    [InlineData("{ ip: 203.0.113.10/32, mover: aws-elastic-ip, elastic-ip-to: { a: 10.0.1.24, b: 10.0.2.26, c: 10.0.3.27 } }", "is no node of the cluster; those are a, b")]
    [InlineData("{ ip: 10.0.1.9/24, mover: aws-private-ip, elastic-ip-to: { a: 10.0.1.24, b: 10.0.2.26 } }", "has no effect: it is for an Elastic IP that comes to the nodes' own addresses")]
    [InlineData("{ ip: 192.0.2.1/32, mover: aws-route, route-tables: rtb-00000001, elastic-ip-to: { a: 10.0.1.24, b: 10.0.2.26 } }", "has no effect: it is for an Elastic IP")]
    public void A_mistake_of_it_is_named(string address, string expected) =>
        Assert.Contains(expected, Assert.Single(Mistakes(address, "")), StringComparison.Ordinal);

    [Fact]
    public void Two_services_cannot_want_the_same_port_of_the_nodes() => Assert.Equal(
        ["service 'b': 'listen: 192.0.2.2:80/tcp' is reached by an Elastic IP that comes to the nodes' own addresses, and so is service 'a' on the same port: there is no telling them apart; give one of them another port, or its Elastic IP other addresses by 'elastic-ip-to'"],
        Mistakes(
            $"{Overlay}, {Overlay.Replace("192.0.2.1", "192.0.2.2", StringComparison.Ordinal).Replace("203.0.113.10", "203.0.113.11", StringComparison.Ordinal)}",
            "a: { listen: '192.0.2.1:80/tcp', forward: nat, servers: [10.0.0.33] }, b: { listen: '192.0.2.2:80/tcp', forward: nat, servers: [10.0.0.33] }, c: { listen: '192.0.2.2:80/udp', forward: nat, servers: [10.0.0.33], check: { type: ping } }"));

    [Fact]
    public void The_nodes_own_datagrams_are_not_taken() => Assert.Equal(
        ["service 'a': 'listen: 192.0.2.1:6946/udp' is reached by an Elastic IP that comes to the nodes' own addresses, and would take the nodes' own datagrams from there; give it another port, or set another 'port' of 'cluster'"],
        Mistakes(Overlay, "a: { listen: '192.0.2.1:6946/udp', forward: nat, servers: [10.0.0.33], check: { type: ping } }"));

    [Fact]
    public void An_elastic_ip_by_itself_is_not_served_by_dsr() => Assert.Equal(
        ["service 'a': 'listen: 203.0.113.10:80/tcp' is an Elastic IP, which dsr cannot serve: packets come with the director's own address, and the Internet's edge drops answers that a server sends in its name; use forward: nat"],
        Mistakes("{ ip: 203.0.113.10/32, mover: aws-elastic-ip }", "a: { listen: '203.0.113.10:80/tcp', forward: dsr, servers: [10.0.0.33] }"));

    private static ImmutableArray<DesiredService> Make(TenbinConfig config, params string[] own) =>
        Plan.Make(config, _ => ServerHealth.Up, new Dictionary<ServerKey, ServerOverride>(), new ClusterNode("a", [.. own.Select(IPAddress.Parse)])).Services;

    private static TenbinConfig Valid(string addresses, string services) => Loading.Valid(Text(addresses, services));

    private static IEnumerable<string> Mistakes(string addresses, string services) =>
        ConfigLoader.Load(Text(addresses, services), "f", _ => null).Errors.Select(error => error.Message);

    private static string Text(string addresses, string services) => $$"""
        cluster: { key-file: /k, nodes: { a: 10.0.1.23, b: 10.0.2.25 }, without-majority: serve }
        groups: { front: { addresses: [{{addresses}}] } }
        services: { {{services}} }
        """;
}
