using System.Collections.Immutable;
using System.Net;
using Tenbin.Director.Api;
using Tenbin.Director.Doctor;
using Tenbin.Director.Doctor.Host;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Doctor;

/// <summary>A director of a pair on which nothing is wrong; tests spoil it.</summary>
internal static class Facts
{
    public const string Pair = """
        cluster: { key-file: /etc/tenbin/cluster.key, nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }, without-majority: serve }
        groups:
          front: { addresses: [172.18.1.199/24, 172.18.1.200/24] }
        services:
          web:
            listen: 172.18.1.199:80/tcp
            forward: nat
            servers: [172.18.1.33]
          db:
            listen: 172.18.1.200:3306/tcp
            forward: dsr
            servers: [172.18.1.220]
            allow-from: 172.18.1.0/24
        """;

    public static readonly MacAddress Own = Mac(23), Peer = Mac(25), WebServer = Mac(33), Database = Mac(220), Stranger = Mac(99);

    public static HostFacts Good(string config = Pair) => new()
    {
        Config = Load(config),
        Links = [Link(1, "lo"), Link(2, "eth0")],
        Addresses = [new(1, IPAddress.Loopback, 8, false), new(2, Address("172.18.1.23"), 24, false), new(2, Address("172.18.1.199"), 24, false), new(2, Address("172.18.1.200"), 24, false)],
        Setting = Settings(),
        RoutesTo = new Dictionary<IPAddress, Route> { [Address("172.18.1.33")] = OnLink, [Address("172.18.1.220")] = OnLink },
        Segment = Segment(),
        IsClockKept = true,
        Files = [new("/etc/tenbin/cluster.key", FilePurpose.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite), new("/etc/tenbin/tenbin.yaml", FilePurpose.Configuration, UnixFileMode.UserRead)],
        Daemon = Status(),
    };

    public static Route OnLink { get; } = new(RouteKind.Unicast, 2, null, null, null);

    public static TenbinConfig Load(string text)
    {
        var result = ConfigLoader.Load(text, "tenbin.yaml", _ => null, _ => "secret");
        Assert.Empty(result.Errors);
        return result.Config!;
    }

    /// <summary>The usual settings, and others in their place.</summary>
    public static Func<string, string?> Settings(params (string Path, string? Value)[] others) => path =>
        others.Any(other => other.Path == path) ? others.First(other => other.Path == path).Value : path switch
        {
            "net/ipv6/conf/all/disable_ipv6" => "0",
            "net/ipv4/ip_forward" => "1",
            _ => path.EndsWith("/rp_filter", StringComparison.Ordinal) ? "2" : null,
        };

    public static SegmentFacts Segment(bool leadsHere = true, params (string Address, MacAddress Mac)[] others) => new(
        new[] { ("172.18.1.25", Peer), ("172.18.1.33", WebServer), ("172.18.1.220", Database) }.Concat(others).ToLookup(claim => Address(claim.Item1), claim => claim.Item2),
        new Dictionary<IPAddress, bool> { [Address("172.18.1.33")] = leadsHere });

    public static NetworkLink Link(int index, string name, int mtu = 1500) => new()
    {
        Index = index, Name = name, Mtu = mtu, IsLoopback = name == "lo", Mac = name == "lo" ? null : Mac(index), IsUp = true, IsRunning = true,
    };

    public static StatusReport Status(Func<ClusterStatus, ClusterStatus>? spoil = null, RefusedReload? refused = null)
    {
        var cluster = new ClusterStatus
        {
            Node = "lvs01",
            Maintenance = false,
            Groups = [],
            Nodes = [new("lvs01", true, null, true), new("lvs02", true, 0.1, true)],
            Links = [new("lvs02", "172.18.1.25:6946", 0, 0.3, 0.1)],
        };
        return new StatusReport
        {
            Daemon = new DaemonStatus("0", 1, DateTimeOffset.UnixEpoch, 1),
            Config = new ConfigStatus("/etc/tenbin/tenbin.yaml", DateTimeOffset.UnixEpoch, refused),
            DataPlane = new DataPlaneStatus
            {
                Name = "ebpf", Attachments = [], Sessions = 0, SessionLimit = 1, KernelMemory = 0, Events = ImmutableSortedDictionary<string, long>.Empty,
            },
            Cluster = spoil is null ? cluster : spoil(cluster),
            Services = [],
            Warnings = [],
        };
    }

    public static IPAddress Address(string text) => IPAddress.Parse(text);

    public static string[] Ids(HostFacts facts) => [.. HostChecks.Find(facts).Select(finding => finding.Id)];

    public static Finding Only(HostFacts facts) => Assert.Single(HostChecks.Find(facts));

    private static MacAddress Mac(int last) => new([2, 0, 0, 0, 0, (byte)last]);
}
