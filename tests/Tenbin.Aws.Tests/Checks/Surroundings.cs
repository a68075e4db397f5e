using System.Collections.Immutable;
using System.Net;
using Tenbin.Aws.Checks;
using Tenbin.Aws.Ec2;
using Tenbin.Linux;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Tests.Checks;

/// <summary>The article's pair in one subnet, with nothing wrong: a nat web server behind an Elastic IP, a dsr database. Tests spoil it.</summary>
internal static class Surroundings
{
    public static readonly IPAddress Own = IPAddress.Parse("10.0.0.11"), Peer = IPAddress.Parse("10.0.0.12"), Web = IPAddress.Parse("10.0.0.33"), Db = IPAddress.Parse("10.0.0.220");
    public static readonly IPAddress WebVip = IPAddress.Parse("10.0.0.199"), DbVip = IPAddress.Parse("10.0.0.200"), Elastic = IPAddress.Parse("203.0.113.10");
    public static readonly IPNetwork Internet = IPNetwork.Parse("0.0.0.0/0"), Inside = IPNetwork.Parse("10.0.0.0/24");

    public static TenbinConfig Config { get; } = new()
    {
        Cluster = new ClusterSettings { KeyFile = "/k", Nodes = [new("a", [Own]), new("b", [Peer])] },
        Groups =
        [
            new GroupSettings
            {
                Name = "front",
                Addresses = [new(WebVip, 24, MoverKind.AwsPrivateIp) { ElasticIp = Elastic }, new(DbVip, 24, MoverKind.AwsPrivateIp)],
            },
        ],
        Services =
        [
            Service("web", WebVip, 80, ForwardingMethod.Nat, Web),
            Service("db", DbVip, 3306, ForwardingMethod.Dsr, Db) with { AllowFrom = [Inside] },
        ],
    };

    public static CloudFacts Good { get; } = new()
    {
        Config = Config,
        Own =
        [
            new(MacAddress.Parse("02:00:00:00:00:01"), "eni-own", 0, "subnet-1", "vpc-1")
            {
                Addresses = [Own], Networks = [Inside], Public = ImmutableDictionary<IPAddress, IPAddress>.Empty.Add(IPAddress.Parse("203.0.113.99"), Own),
            },
        ],
        Interfaces = [Interface("own", Own), Interface("peer", Peer), Interface("web", Web) with { ChecksSource = true }, Interface("db", Db)],
        Subnets = [new("subnet-1", "vpc-1", "eu-north-1a", [Inside]), new("subnet-2", "vpc-1", "eu-north-1b", [IPNetwork.Parse("10.0.1.0/24")])],
        SecurityGroups =
        [
            Group("own", Rule("udp", 6946, 6946, "sg-peer"), Rule("tcp", 80, 80, Internet), Rule("6", 3306, 3306, Inside)),
            Group("peer", Rule("udp", 6946, 6946, "sg-own")),
            Group("web", Rule("tcp", 80, 443, Internet)),
            Group("db", Rule("-1", -1, -1, Inside)),
        ],
        WayOut = new RouteTable("rtb-1", "vpc-1", [new VpcRoute(Internet, null, true) { GatewayId = "igw-1" }]),
        ApiAddresses = [IPAddress.Parse("198.51.100.7")],
    };

    public static VirtualService Service(string name, IPAddress vip, ushort port, ForwardingMethod forward, IPAddress server) => new()
    {
        Name = name, Listen = new(vip, port, Protocol.Tcp), Servers = [new RealServer { Address = new(server, port), Forward = forward, Check = new TcpCheck() }],
    };

    public static NetworkInterface Interface(string name, IPAddress address) => new($"eni-{name}", "subnet-1", "vpc-1", $"i-{name}", ChecksSource: false)
    {
        Addresses = [new(address, IsPrimary: true)], SecurityGroups = [$"sg-{name}"],
    };

    public static SecurityGroup Group(string name, params SecurityRule[] rules) => new($"sg-{name}", name, [.. rules], []);

    public static SecurityRule Rule(string protocol, int from, int to, IPNetwork network) => new(protocol, from, to, [network], []);

    public static SecurityRule Rule(string protocol, int from, int to, string group) => new(protocol, from, to, [], [group]);

    /// <summary>With one interface otherwise.</summary>
    public static CloudFacts With(this CloudFacts facts, string id, Func<NetworkInterface, NetworkInterface> change) =>
        facts with { Interfaces = [.. facts.Interfaces.Select(one => one.Id == id ? change(one) : one)] };

    /// <summary>With one security group otherwise.</summary>
    public static CloudFacts WithRules(this CloudFacts facts, string name, params SecurityRule[] rules) =>
        facts with { SecurityGroups = [.. facts.SecurityGroups.Select(group => group.Name == name ? Group(name, rules) : group)] };

    /// <summary>With one service otherwise.</summary>
    public static CloudFacts WithService(this CloudFacts facts, string name, Func<VirtualService, VirtualService> change) =>
        facts with { Config = facts.Config with { Services = [.. facts.Config.Services.Select(service => service.Name == name ? change(service) : service)] } };
}
