using System.Reflection;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>A property added later and forgotten in the fingerprint fails here: two nodes would not see that their files differ.</summary>
public sealed class FingerprintCompletenessTests
{
    /// <summary>Where a key file lies is each node's own affair.</summary>
    private static readonly (Type, string)[] NotCounted = [(typeof(ClusterSettings), nameof(ClusterSettings.KeyFile))];

    public static TheoryData<Type> Records =>
    [
        typeof(TenbinConfig), typeof(DataPlaneSettings), typeof(Limits), typeof(SessionTimeouts),
        typeof(ClusterSettings), typeof(ClusterNode), typeof(HeartbeatTiming), typeof(WitnessSettings), typeof(AwsSettings),
        typeof(GroupSettings), typeof(GroupAddress), typeof(GroupRoute), typeof(GroupRoutingRule), typeof(GroupMasquerade), typeof(GroupScript), typeof(TrackedThing),
        typeof(VirtualService), typeof(RealServer), typeof(Persistence), typeof(ExecCheck), typeof(MySqlCheck), typeof(HttpCheck), typeof(TlsCheck),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void Every_property_counts(Type record)
    {
        foreach (var property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var other = Samples.Of(record);
            property.SetValue(other, Samples.Another(property));
            var differ = Around(Samples.Of(record)).Fingerprint().Whole != Around(other).Fingerprint().Whole;
            Assert.True(differ != NotCounted.Contains((record, property.Name)), $"{record.Name}.{property.Name}");
        }
    }

    /// <summary>The file that has this part.</summary>
    private static TenbinConfig Around(object part) => part switch
    {
        TenbinConfig config => config,
        DataPlaneSettings plane => new TenbinConfig { DataPlane = plane },
        Limits limits => Around(new DataPlaneSettings { Limits = limits }),
        SessionTimeouts timeouts => Around(new DataPlaneSettings { Timeouts = timeouts }),
        ClusterSettings cluster => new TenbinConfig { Cluster = cluster },
        ClusterNode node => Around(Samples.Cluster() with { Nodes = [node] }),
        HeartbeatTiming timing => Around(Samples.Cluster() with { Heartbeat = timing }),
        AwsSettings aws => new TenbinConfig { Aws = aws },
        WitnessSettings witness => Around(Samples.Cluster() with { Witness = witness }),
        GroupSettings group => new TenbinConfig { Groups = [group] },
        GroupAddress address => Around(Samples.Group() with { Addresses = [address] }),
        GroupRoute route => Around(Samples.Group() with { Routes = [route] }),
        GroupRoutingRule rule => Around(Samples.Group() with { Rules = [rule] }),
        GroupMasquerade masquerade => Around(Samples.Group() with { Masquerade = masquerade }),
        GroupScript script => Around(Samples.Group() with { Scripts = [script] }),
        TrackedThing thing => Around(Samples.Group() with { Track = [thing] }),
        VirtualService service => new TenbinConfig { Services = [service] },
        RealServer server => Around(Samples.Service() with { Servers = [server] }),
        Persistence persistence => Around(Samples.Service() with { Persistence = persistence }),
        Check check => Around(Samples.Service().Servers[0] with { Check = check }),
        TlsCheck tls => Around(Samples.Http() with { Tls = tls }),
        _ => throw new NotSupportedException($"{part.GetType()}: say where it belongs"),
    };
}
