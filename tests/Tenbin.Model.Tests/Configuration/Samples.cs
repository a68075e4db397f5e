using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Tenbin.Model.Configuration;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>A record of each kind, every time of new parts, and another value for each of its properties.</summary>
internal static class Samples
{
    private static readonly ServerAddress Address = new(IPAddress.Parse("10.0.0.33"), 80);

    public static object Of(Type record) => record.Name switch
    {
        nameof(TenbinConfig) => new TenbinConfig { Services = [Service()] },
        nameof(VirtualService) => Service(),
        nameof(DataPlaneSettings) => new DataPlaneSettings { Interfaces = [Text("eth0")] },
        nameof(ExecCheck) => new ExecCheck { Command = [Text("/bin/true")] },
        nameof(MySqlCheck) => new MySqlCheck { User = Text("u"), Password = Text("p"), Database = Text("d"), Query = Text("SELECT 2") },
        nameof(ClusterSettings) => Cluster(),
        nameof(ClusterNode) => Cluster().Nodes[0],
        nameof(WitnessSettings) => Cluster().Witness!,
        nameof(AwsSettings) => new AwsSettings { Region = Text("eu-north-1") },
        nameof(GroupSettings) => Group(),
        nameof(GroupRoute) => Group().Routes[0],
        nameof(GroupRoutingRule) => Group().Rules[0],
        nameof(GroupMasquerade) => Group().Masquerade!,
        nameof(GroupScript) => Group().Scripts[0],
        nameof(GroupAddress) => Group().Addresses[0],
        nameof(TrackedThing) => Group().Track[0],
        nameof(HeartbeatTiming) => new HeartbeatTiming(),
        nameof(Limits) => new Limits(),
        nameof(SessionTimeouts) => new SessionTimeouts(),
        nameof(RealServer) => Service().Servers[0],
        nameof(Persistence) => Service().Persistence!,
        nameof(TlsCheck) => new TlsCheck(),
        _ => Http(),
    };

    public static ClusterSettings Cluster() => new()
    {
        KeyFile = Text("/k"),
        Nodes = [new ClusterNode(Text("a"), [IPAddress.Parse("10.0.0.11")])],
        Gateways = [IPAddress.Parse("10.0.0.254")],
        Witness = new WitnessSettings([new Uri("http://10.0.0.1:2379")], Text("/p")) { User = Text("u"), Password = Text("p") },
    };

    public static GroupSettings Group() => new()
    {
        Name = Text("front"),
        Addresses = [new GroupAddress(IPAddress.Parse("10.0.0.1"), 24) { ElasticIp = IPAddress.Parse("203.0.113.10"), ElasticIpTo = [new(Text("a"), IPAddress.Parse("10.0.0.12"))], RouteTables = [Text("t")], DefaultRouteTables = [Text("d")] }],
        Routes = [new GroupRoute(IPNetwork.Parse("10.9.0.0/16"), 100, 0) { Via = IPAddress.Parse("10.0.0.3"), Interface = Text("eth0"), Source = IPAddress.Parse("10.0.0.1") }],
        Rules = [new GroupRoutingRule(1000, 100, IPNetwork.Parse("10.0.0.1/32"), IPNetwork.Parse("0.0.0.0/0")) { In = Text("eth0"), Out = Text("eth1"), Mark = new(1, 1) }],
        Masquerade = new GroupMasquerade([IPNetwork.Parse("10.0.0.0/24")]) { Interface = Text("eth0"), Source = IPAddress.Parse("10.0.0.1") },
        Scripts = [new GroupScript(Text("/s")) { Arguments = [Text("a")], Parameters = [new(Text("k"), Text("v"))] }],
        Track = [new TrackedThing(TrackKind.Interface, Text("eth0"), 0, TrackedThing.DefaultEvery, TrackedThing.DefaultTimeout)],
    };

    public static VirtualService Service() => new()
    {
        Name = Text("web"),
        Listen = new ServiceAddress(IPAddress.Parse("10.0.0.1"), 80, Protocol.Tcp),
        AllowFrom = [IPNetwork.Parse("10.0.0.0/8")],
        Persistence = new Persistence(TimeSpan.FromSeconds(9)),
        Servers = [new RealServer { Address = Address, Forward = ForwardingMethod.Nat, Check = Http() }],
    };

    public static HttpCheck Http() => new() { ExpectRegex = new Regex("a+"), Status = [new(200, 299)], Tls = new TlsCheck() };

    // A new string each time: equality must not rest on identity.
    private static string Text(string text) => new(text.AsSpan());

    public static object Another(PropertyInfo property) => property.PropertyType switch
    {
        var type when type == typeof(string) => "another",
        var type when type == typeof(int) => 77,
        var type when type == typeof(double) => 0.33,
        var type when type == typeof(byte) => (byte)7,
        var type when type == typeof(bool) => false,
        var type when type == typeof(IPAddress) => IPAddress.Parse("10.0.0.77"),
        var type when type == typeof(ServerAddress) => new ServerAddress(IPAddress.Parse("10.0.0.77"), 80),
        var type when type == typeof(Check) => new PingCheck(),
        var type when type == typeof(ushort?) => (ushort)77,
        var type when type == typeof(TimeSpan) => TimeSpan.FromSeconds(77),
        var type when type == typeof(Regex) => new Regex("b+"),
        var type when type == typeof(TlsCheck) => new TlsCheck { Verify = false },
        var type when type == typeof(ServiceAddress) => new ServiceAddress(IPAddress.Parse("10.0.0.1"), 80, Protocol.Udp),
        var type when type == typeof(Persistence) => new Persistence(TimeSpan.FromSeconds(77)),
        var type when type == typeof(RealServer) => new RealServer { Address = Address, Forward = ForwardingMethod.Dsr, Check = new NoCheck() },
        var type when type == typeof(DataPlaneSettings) => new DataPlaneSettings { Hook = Hook.Xdp },
        var type when type == typeof(Limits) => new Limits { Sessions = 77 },
        var type when type == typeof(SessionTimeouts) => new SessionTimeouts { Udp = TimeSpan.FromSeconds(77) },
        var type when type == typeof(ImmutableArray<string>) => ImmutableArray.Create("another"),
        var type when type == typeof(ImmutableArray<StatusRange>) => ImmutableArray.Create(new StatusRange(201, 201)),
        var type when type == typeof(ImmutableArray<IPNetwork>) => ImmutableArray.Create(IPNetwork.Parse("10.0.0.0/9")),
        var type when type == typeof(ImmutableArray<RealServer>) => ImmutableArray<RealServer>.Empty,
        var type when type == typeof(ImmutableArray<VirtualService>) => ImmutableArray<VirtualService>.Empty,
        var type when type == typeof(TimeSpan?) => TimeSpan.FromSeconds(77),
        var type when type == typeof(HeartbeatTiming) => HeartbeatTiming.Fast,
        var type when type == typeof(WitnessSettings) => new WitnessSettings([]),
        var type when type == typeof(AwsSettings) => new AwsSettings { Region = "another" },
        var type when type == typeof(Uri) => new Uri("http://10.0.0.77:77"),
        var type when type == typeof(ClusterSettings) => Cluster(),
        var type when type == typeof(ImmutableArray<IPAddress>) => ImmutableArray<IPAddress>.Empty,
        var type when type == typeof(ImmutableArray<Uri>) => ImmutableArray<Uri>.Empty,
        var type when type == typeof(ImmutableArray<ClusterNode>) => ImmutableArray<ClusterNode>.Empty,
        var type when type == typeof(ImmutableArray<GroupSettings>) => ImmutableArray.Create(Group()),
        var type when type == typeof(ImmutableArray<GroupAddress>) => ImmutableArray<GroupAddress>.Empty,
        var type when type == typeof(IPNetwork) => IPNetwork.Parse("10.77.0.0/16"),
        var type when type == typeof(FirewallMark?) => new FirewallMark(1, 3),
        var type when type == typeof(ImmutableArray<GroupRoute>) => ImmutableArray<GroupRoute>.Empty,
        var type when type == typeof(ImmutableArray<GroupRoutingRule>) => ImmutableArray<GroupRoutingRule>.Empty,
        var type when type == typeof(GroupMasquerade) => new GroupMasquerade([IPNetwork.Parse("10.7.0.0/24")]),
        var type when type == typeof(ImmutableArray<GroupScript>) => ImmutableArray<GroupScript>.Empty,
        var type when type == typeof(ImmutableArray<TrackedThing>) => ImmutableArray<TrackedThing>.Empty,
        var type when type == typeof(ImmutableArray<KeyValuePair<string, IPAddress>>) => ImmutableArray<KeyValuePair<string, IPAddress>>.Empty,
        var type when type == typeof(ImmutableArray<KeyValuePair<string, string>>) => ImmutableArray<KeyValuePair<string, string>>.Empty,
        { IsEnum: true } type => Enum.ToObject(type, 77),
        var type => throw new NotSupportedException($"{type}: add a value here"),
    };
}
