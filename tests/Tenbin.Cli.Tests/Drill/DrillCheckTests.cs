using Tenbin.Cli.Drill;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Tests.Drill;

public sealed class DrillCheckTests
{
    private static readonly GroupStatus s_group = new()
    {
        Name = "front", Addresses = ["10.0.0.100"], Owner = "lvs01", Phase = "holding", Epoch = 3, SinceSeconds = 60, Why = "nobody owned it",
        Votes = ["lvs01", "lvs02", "witness"], VotesNeeded = 2, Exclusive = true, LeaseSeconds = 0.3, Fitness = 255, FitnessReason = "",
    };

    private static readonly ClusterStatus s_cluster = new()
    {
        Node = "lvs01", Maintenance = false, Groups = [s_group], Links = [],
        Nodes = [new("lvs01", true, null, null), new("lvs02", true, 0.1, true)], Witness = new("http://10.0.0.10:2379/", 2, null),
    };

    [Fact]
    public void A_sound_cluster_has_no_fault() =>
        Assert.All(DrillCheck.Of(s_cluster, s_group), check => Assert.Null(check.Fault));

    [Fact]
    public void Each_fault_is_found_alone()
    {
        Assert.Contains("lvs02", Fault(s_cluster with { Nodes = [s_cluster.Nodes[0], s_cluster.Nodes[1] with { IsAlive = false, SameFile = null }] }, s_group), StringComparison.Ordinal);
        Assert.Contains("lvs02", Fault(s_cluster with { Nodes = [s_cluster.Nodes[0], s_cluster.Nodes[1] with { SameFile = false }] }, s_group), StringComparison.Ordinal);
        Assert.Contains("nobody", Fault(s_cluster, s_group with { Owner = null }), StringComparison.Ordinal);
        Assert.Equal("eth0 is down", Fault(s_cluster, s_group with { Fitness = 0, FitnessReason = "eth0 is down" }));
        Assert.Equal("refused", Fault(s_cluster with { Witness = new(null, null, "refused") }, s_group));
        Assert.Contains("maintenance", Fault(s_cluster with { Maintenance = true }, s_group), StringComparison.Ordinal);
        Assert.Contains("scripts", Fault(s_cluster, s_group with { Addresses = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_drill_is_good_only_when_the_group_is_back()
    {
        var there = new DrillMove("lvs01", "lvs02", 40, 12, null);
        var back = new DrillMove("lvs02", "lvs01", 45, 14, null);
        Assert.True(new DrillReport("front", "10.0.0.100", "lvs01", [there, back], 500, 2).IsGood);
        Assert.False(new DrillReport("front", "10.0.0.100", "lvs01", [there], 500, 2).IsGood);
        Assert.False(new DrillReport("front", "10.0.0.100", "lvs01", [there, back with { Problem = "nobody took it in time" }], 500, 2).IsGood);
    }

    private static string Fault(ClusterStatus cluster, GroupStatus group) =>
        Assert.Single(DrillCheck.Of(cluster, group), check => check.Fault is not null).Fault!;
}
