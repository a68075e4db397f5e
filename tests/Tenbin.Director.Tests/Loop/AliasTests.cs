using System.Collections.Immutable;
using System.Net;
using Tenbin.Director.Loop;
using Tenbin.Director.Tests.Doctor;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Loop;

/// <summary>Services behind an Elastic IP are entered under this instance's own address, too.</summary>
public sealed class AliasTests
{
    private static readonly IPAddress s_own = IPAddress.Parse("172.18.1.23"), s_other = IPAddress.Parse("10.9.0.1");
    private static readonly ServerAddress s_first = new(IPAddress.Parse("172.18.1.33"), 80), s_second = new(IPAddress.Parse("172.18.1.34"), 80);

    [Theory]
    [InlineData("{ ip: 203.0.113.10/32, mover: aws-elastic-ip }", "203.0.113.10", "172.18.1.23")]
    [InlineData("{ ip: 203.0.113.10/32, mover: aws-elastic-ip, interface: eth1 }", "203.0.113.10", "10.9.0.1")]
    [InlineData("{ ip: 192.0.2.1/32, mover: aws-route, interface: eth1, route-tables: [rtb-0123abcd], elastic-ip: 203.0.113.10 }", "192.0.2.1", "10.9.0.1")]
    [InlineData("{ ip: 192.0.2.1/32, mover: aws-route, interface: eth1, route-tables: [rtb-0123abcd] }", "192.0.2.1", null)]
    [InlineData("{ ip: 172.18.1.199/24, mover: aws-private-ip, elastic-ip: 203.0.113.10 }", "172.18.1.199", null)]
    public void The_alias_is_the_address_that_the_elastic_ip_stands_for(string address, string listen, string? alias)
    {
        var config = Config(address, listen);
        Assert.Equal(alias is not null, Aliases.Concern(config));

        var entered = Machine(IPAddress.Parse(listen)).Enter(config, Plan.Make(config, _ => ServerHealth.Up, new Dictionary<ServerKey, ServerOverride>()), out var named);

        Assert.Equal(alias is null ? [$"{listen}:80/tcp"] : [$"{listen}:80/tcp", $"{alias}:80/tcp"], entered.Services.Select(service => $"{service.Listen}"));
        Assert.Equal(entered.Services.Skip(1).Select(service => service.Listen), named.Keys);
        Assert.All(entered.Services, service => Assert.Equal(["172.18.1.33:80", "172.18.1.34:80"], service.Servers.Select(server => $"{server.Address}")));
    }

    [Fact]
    public void Servers_behind_dsr_have_no_alias()
    {
        var config = Config("{ ip: 203.0.113.10/32, mover: aws-elastic-ip }", "203.0.113.10", "dsr");

        Assert.Single(Machine(s_other).Enter(config, Plan.Make(config, _ => ServerHealth.Up, new Dictionary<ServerKey, ServerOverride>()), out _).Services);
    }

    [Fact]
    public void What_was_counted_for_the_alias_is_the_services()
    {
        ServiceAddress listen = new(IPAddress.Parse("203.0.113.10"), 80, Protocol.Tcp), alias = listen with { Address = s_own };
        var folded = Aliases.Fold(
            Snapshot(new(listen, Traffic(1), [Server(s_first, 1), Server(s_second, 2)]), new(alias, Traffic(10), [Server(s_first, 10), Server(s_second, 20)])),
            ImmutableDictionary<ServiceAddress, ServiceAddress>.Empty.Add(alias, listen));

        var service = Assert.Single(folded.Services);
        Assert.Equal((listen, Traffic(11)), (service.Service, service.Traffic));
        Assert.Equal([(s_first, Traffic(11), 11L), (s_second, Traffic(22), 22L)], service.Servers.Select(server => (server.Server, server.Traffic, server.Active)));
    }

    private static Aliases Machine(IPAddress first) => new(name => name == "eth1" ? [first, s_other] : [], () => new HashSet<IPAddress> { s_own, s_other });

    private static TenbinConfig Config(string address, string listen, string forward = "nat") => Facts.Load($$"""
        cluster: { key-file: /etc/tenbin/cluster.key, nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }, without-majority: serve }
        groups: { front: { addresses: [{{address}}] } }
        services: { web: { listen: "{{listen}}:80/tcp", forward: {{forward}}, servers: [172.18.1.33, 172.18.1.34] } }
        """);

    private static Traffic Traffic(long sessions) => new(sessions, 0, 0, 0, 0);

    private static ServerCounters Server(ServerAddress address, long count) => new(address, Traffic(count), count, 0, "eth0", Reachable: true);

    private static DataPlaneSnapshot Snapshot(params ServiceCounters[] services) => new()
    {
        Services = [.. services], Events = ImmutableSortedDictionary<string, long>.Empty, Sessions = 0, SessionLimit = 1, KernelMemory = 0, Attachments = [],
    };
}
