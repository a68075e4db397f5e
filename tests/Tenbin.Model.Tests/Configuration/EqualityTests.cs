using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>Records with a hand-written <c>Equals</c>: a property added later and forgotten there fails here.</summary>
public sealed class EqualityTests
{
    private static readonly ServerAddress Address = new(IPAddress.Parse("10.0.0.33"), 80);

    public static TheoryData<Type> Records =>
    [
        typeof(TenbinConfig), typeof(VirtualService), typeof(DataPlaneSettings), typeof(ExecCheck), typeof(HttpCheck),
        typeof(ClusterSettings), typeof(ClusterNode), typeof(WitnessSettings), typeof(GroupSettings), typeof(GroupScript),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void Every_property_counts(Type record)
    {
        foreach (var property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var (one, other) = (Make(record), Make(record));
            Assert.Equal(one, other);
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
            property.SetValue(other, Another(property));
            Assert.False(one.Equals(other), $"{record.Name}.{property.Name} does not count");
        }
    }

    [Fact]
    public void A_check_of_another_type_is_another_check() => Assert.NotEqual<Check>(new TcpCheck(), new PingCheck());

    private static object Make(Type record) => record.Name switch
    {
        nameof(TenbinConfig) => new TenbinConfig { Services = [Service()] },
        nameof(VirtualService) => Service(),
        nameof(DataPlaneSettings) => new DataPlaneSettings { Interfaces = [Text("eth0")] },
        nameof(ExecCheck) => new ExecCheck { Command = [Text("/bin/true")] },
        nameof(ClusterSettings) => Cluster(),
        nameof(ClusterNode) => Cluster().Nodes[0],
        nameof(WitnessSettings) => Cluster().Witness!,
        nameof(GroupSettings) => Group(),
        nameof(GroupScript) => Group().Scripts[0],
        _ => Http(),
    };

    private static ClusterSettings Cluster() => new()
    {
        KeyFile = Text("/k"),
        Nodes = [new ClusterNode(Text("a"), [IPAddress.Parse("10.0.0.11")])],
        Gateways = [IPAddress.Parse("10.0.0.254")],
        Witness = new WitnessSettings([new Uri("http://10.0.0.1:2379")], Text("/p")) { User = Text("u"), Password = Text("p") },
    };

    private static GroupSettings Group() => new()
    {
        Name = Text("front"),
        Addresses = [new GroupAddress(IPAddress.Parse("10.0.0.1"), 24)],
        Scripts = [new GroupScript(Text("/s")) { Arguments = [Text("a")], Parameters = [new(Text("k"), Text("v"))] }],
        Track = [new TrackedThing(TrackKind.Interface, Text("eth0"), 0, TrackedThing.DefaultEvery, TrackedThing.DefaultTimeout)],
    };

    private static VirtualService Service() => new()
    {
        Name = Text("web"),
        Listen = new ServiceAddress(IPAddress.Parse("10.0.0.1"), 80, Protocol.Tcp),
        AllowFrom = [IPNetwork.Parse("10.0.0.0/8")],
        Persistence = new Persistence(TimeSpan.FromSeconds(9)),
        Servers = [new RealServer { Address = Address, Forward = ForwardingMethod.Nat, Check = Http() }],
    };

    private static HttpCheck Http() => new() { ExpectRegex = new Regex("a+"), Status = [new(200, 299)], Tls = new TlsCheck() };

    // A new string each time: equality must not rest on identity.
    private static string Text(string text) => new(text.AsSpan());

    private static object Another(PropertyInfo property) => property.PropertyType switch
    {
        var type when type == typeof(string) => "another",
        var type when type == typeof(int) => 77,
        var type when type == typeof(double) => 0.33,
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
        var type when type == typeof(ClusterSettings) => Cluster(),
        var type when type == typeof(ImmutableArray<IPAddress>) => ImmutableArray<IPAddress>.Empty,
        var type when type == typeof(ImmutableArray<Uri>) => ImmutableArray<Uri>.Empty,
        var type when type == typeof(ImmutableArray<ClusterNode>) => ImmutableArray<ClusterNode>.Empty,
        var type when type == typeof(ImmutableArray<GroupSettings>) => ImmutableArray.Create(Group()),
        var type when type == typeof(ImmutableArray<GroupAddress>) => ImmutableArray<GroupAddress>.Empty,
        var type when type == typeof(ImmutableArray<GroupScript>) => ImmutableArray<GroupScript>.Empty,
        var type when type == typeof(ImmutableArray<TrackedThing>) => ImmutableArray<TrackedThing>.Empty,
        var type when type == typeof(ImmutableArray<KeyValuePair<string, string>>) => ImmutableArray<KeyValuePair<string, string>>.Empty,
        { IsEnum: true } type => Enum.GetValues(type).GetValue(1)!,
        var type => throw new NotSupportedException($"{type}: add a value here"),
    };
}
