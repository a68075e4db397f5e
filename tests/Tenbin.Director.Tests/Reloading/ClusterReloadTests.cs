using Tenbin.Director.Reloading;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Reloading;

public sealed class ClusterReloadTests
{
    private const string Clustered = """
        cluster: { key-file: /k, nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }, without-majority: serve }
        groups: { front: { addresses: [172.18.1.199/24] } }

        """ + Files.Web;

    [Theory]
    [InlineData("172.18.1.25", "172.18.1.26", "nodes")]
    [InlineData("/k", "/l", "key-file")]
    [InlineData("serve }", "serve, port: 7000, heartbeat: fast }", "port, heartbeat")]
    [InlineData("serve }", "stop, witness: { type: etcd, endpoints: 'http://172.18.1.10:2379' } }", "witness, without-majority")]
    [InlineData("serve }", "serve, gateways: 172.18.1.1, moves-per-hour: 9 }", "gateways, moves-per-hour")]
    public void A_change_of_the_cluster_is_refused(string was, string now, string keys) => Assert.Equal(
        [$"cluster changed ({keys}); a reload cannot change it: put the same file on every node and restart their daemons, one after the other"],
        RestartRules.Violations(Config(Clustered), Config(Clustered.Replace(was, now, StringComparison.Ordinal))));

    [Fact]
    public void Coming_into_a_cluster_and_leaving_it_are_refused()
    {
        Assert.StartsWith("cluster added; ", Assert.Single(RestartRules.Violations(Config(Files.Web), Config(Clustered))), StringComparison.Ordinal);
        Assert.StartsWith("cluster removed; ", Assert.Single(RestartRules.Violations(Config(Clustered), Config(Files.Web))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("199/24]", "199/24], prefer: lvs02", "group front changed")]
    [InlineData("front", "back", "group back added, group front removed")]
    [InlineData("] } }", "] }, aux: { scripts: /s } }", "group aux added")]
    public void A_change_of_groups_is_refused_and_says_which(string was, string now, string changes) => Assert.Equal(
        [$"{changes}; a reload cannot change it: put the same file on every node and restart their daemons, one after the other"],
        RestartRules.Violations(Config(Clustered), Config(Clustered.Replace(was, now, StringComparison.Ordinal))));

    [Fact]
    public void Another_order_of_groups_is_no_change()
    {
        const string Two = "groups: { front: { addresses: [172.18.1.199/24] }, aux: { scripts: /s } }";
        const string Turned = "groups: { aux: { scripts: /s }, front: { addresses: [172.18.1.199/24] } }";
        var text = Clustered.Replace("groups: { front: { addresses: [172.18.1.199/24] } }", Two, StringComparison.Ordinal);

        Assert.Empty(RestartRules.Violations(Config(text), Config(text.Replace(Two, Turned, StringComparison.Ordinal))));
    }

    private static TenbinConfig Config(string text) => Files.Load(text).Config!;
}
