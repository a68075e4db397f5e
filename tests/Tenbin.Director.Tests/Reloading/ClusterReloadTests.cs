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

    [Fact]
    public void Groups_may_change_and_the_reload_says_which()
    {
        var before = Config(Clustered);
        var changed = Config(Clustered.Replace("199/24]", "199/24], prefer: lvs02", StringComparison.Ordinal));
        var renamed = Config(Clustered.Replace("front", "back", StringComparison.Ordinal));
        Assert.Empty(RestartRules.Violations(before, changed));
        Assert.Equal(["group front changed"], ConfigDiff.Describe(before, changed));
        Assert.Empty(RestartRules.Violations(before, renamed));
        Assert.Equal(["group back added: addresses 1, scripts 0", "group front removed"], ConfigDiff.Describe(before, renamed));
    }

    private static TenbinConfig Config(string text) => Files.Load(text).Config!;
}
