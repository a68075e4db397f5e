using System.Net;
using Tenbin.Cluster.Core;
using Tenbin.Director.Clustering;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Clustering;

public sealed class ClusterIdentityTests
{
    [Theory]
    [InlineData("172.18.1.23", 0)]
    [InlineData("10.99.0.1", 0)]
    [InlineData("172.18.1.25", 1)]
    public void A_node_is_known_by_any_of_its_addresses(string address, int node) =>
        Assert.Equal(node, ClusterIdentity.Find(ClusterFiles.Load().Cluster!, Local("127.0.0.1", address)));

    [Fact]
    public void A_machine_that_is_no_node_is_told_what_it_would_need()
    {
        var refused = Assert.Throws<StartupException>(() => ClusterIdentity.Find(ClusterFiles.Load().Cluster!, Local("127.0.0.1")));
        Assert.Equal(ExitStatus.BadUsage, refused.Status);
        Assert.Equal(
            "cluster.nodes: this machine has none of their addresses, so it is not known which node it is; "
            + "give it one of 172.18.1.23, 10.99.0.1, 172.18.1.25, 10.99.0.2, or mend the list",
            refused.Message);
    }

    [Fact]
    public void A_machine_with_addresses_of_two_nodes_is_refused()
    {
        var refused = Assert.Throws<StartupException>(() => ClusterIdentity.Find(ClusterFiles.Load().Cluster!, Local("172.18.1.23", "10.99.0.2")));
        Assert.Equal("cluster.nodes: this machine has addresses of lvs01 and lvs02; each node needs a machine of its own", refused.Message);
    }

    [Fact]
    public void The_core_gets_the_files_times_in_nanoseconds_and_groups_in_order_of_their_names()
    {
        var settings = Settings(ClusterFiles.Load());

        Assert.Equal((100_000_000, 400_000_000, 380_000_000, 5_000_000_000), (settings.Every, settings.DeadAfter, settings.Lease, settings.RestartGrace));
        Assert.Equal([new GroupRule(0, null), new GroupRule(1, 30_000_000_000)], settings.Groups);
        Assert.Equal(["lvs01", "lvs02", "node 3"], Enumerable.Range(0, 3).Select(settings.NameOf));
        Assert.Equal((2, true, false, 3), (settings.Nodes, settings.HasRegister, settings.ServesAlone, settings.Votes));
    }

    [Fact]
    public void Invariant6_Files_that_differ_only_in_the_order_of_groups_and_endpoints_agree_on_index_and_voters()
    {
        var turned = ClusterFiles.Pair.Split('\n').ToList();
        var front = turned.FindIndex(line => line.Contains("front:", StringComparison.Ordinal));
        (turned[front], turned[front + 1]) = (turned[front + 1], turned[front]);
        var other = ClusterFiles.Load(string.Join('\n', turned)
            .Replace("\"http://172.18.1.10:2379\", \"http://172.18.1.11:2379\"", "\"http://172.18.1.11:2379\", \"http://172.18.1.10:2379\"", StringComparison.Ordinal));

        Assert.Equal(["front", "back"], ClusterFiles.Load().Groups.Select(group => group.Name));
        Assert.Equal(["back", "front"], other.Groups.Select(group => group.Name));
        Assert.Equal(Settings(ClusterFiles.Load()).Groups, Settings(other).Groups);
        Assert.Equal(Settings(ClusterFiles.Load()).VoterSet, Settings(other).VoterSet);
    }

    [Theory]
    [InlineData("lvs02", "lvs03")]
    [InlineData("  back: {", "  rear: {")]
    [InlineData("172.18.1.11:2379", "172.18.1.12:2379")]
    [InlineData("type: etcd,", "type: etcd, prefix: /other,")]
    [InlineData("groups:", "groups:\n  more: { scripts: /s }")]
    public void Invariant6_Nodes_that_mean_other_voters_or_groups_do_not_count_each_others_votes(string was, string now) =>
        Assert.NotEqual(Settings(ClusterFiles.Load()).VoterSet, Settings(ClusterFiles.With(was, now)).VoterSet);

    private static CoreSettings Settings(TenbinConfig config) => ClusterIdentity.Settings(ClusterIdentity.InOrder(config), 0, 1);

    private static HashSet<IPAddress> Local(params string[] addresses) => [.. addresses.Select(IPAddress.Parse)];
}
