using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>One mistake each in <c>cluster</c>, with the exact sentence that the operator reads.</summary>
public sealed class ClusterMistakeTests
{
    private const string Nodes = "nodes: { a: 10.0.0.11, b: 10.0.0.12 }";
    private const string Three = "nodes: { a: 10.0.0.11, b: 10.0.0.12, c: 10.0.0.13 }";
    private const string Pair = $"key-file: /k, {Nodes}, without-majority: serve";
    private const string Etcd = "type: etcd, endpoints: ['http://10.0.0.9:2379']";

    private const string NoMajority =
        "lets neither of two nodes serve after the loss of the other: one vote of two is no majority. "
        + "Add a third vote, e.g. witness: { type: etcd, endpoints: ['http://172.18.1.10:2379'] }; or a third node in 'nodes'; "
        + "or set without-majority: serve, with which both serve while the links between them are cut";

    public static TheoryData<string, string> OfCluster => new()
    {
        { "172.18.1.1", "top level: 'cluster' must be a group of keys, e.g. { key-file: /etc/tenbin/cluster.key, nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 } }; here it is one value" },
        { $"{{ {Nodes}, without-majority: serve }}", "cluster: 'key-file' is missing; make one with 'tenbin key new', copy it to every node and give e.g. key-file: /etc/tenbin/cluster.key" },
        { $"{{ key-file: /etc/, {Nodes}, without-majority: serve }}", "cluster: 'key-file: /etc/' is not the path of a file; write e.g. /etc/tenbin/cluster.key" },
        { "{ key-file: /k }", "cluster: 'nodes' is missing; name each director and its address, e.g. nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }" },
        { "{ key-file: /k, nodes: [10.0.0.11, 10.0.0.12] }", "cluster: 'nodes' must be a group of keys, e.g. { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }; here it is a list" },
        { "{ key-file: /k, nodes: { a: 10.0.0.11 } }", "cluster: 'nodes' must name at least 2 nodes; add the other one, or remove 'cluster' and 'groups' if this director stands alone" },
        { "{ key-file: /k, nodes: { a: 10.0.0.11, b: 10.0.0.12, c: 10.0.0.13, d: 10.0.0.14, e: 10.0.0.15, f: 10.0.0.16, g: 10.0.0.17, h: 10.0.0.18 } }", "cluster: 'nodes' names more than 7 nodes; each more makes every decision slower and none safer, remove some" },
        { "{ key-file: /k, nodes: { a b: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve }", "nodes of the cluster: 'a b' is not a node's name; use letters, digits, '-', '_' and '.', at most 63, a letter or digit first" },
        { "{ key-file: /k, nodes: { a: 10.0.0.11, b: 10.0.0.11 }, without-majority: serve }", "nodes of the cluster: 'b: 10.0.0.11' is already an address of node 'a'; each link of each node needs one of its own" },
        { "{ key-file: /k, nodes: { a: 127.0.0.1, b: 10.0.0.12 }, without-majority: serve }", "nodes of the cluster: 'a: 127.0.0.1' has a loopback address, which never leaves its machine; for the director itself give its own address in the network" },
        { "{ key-file: /k, nodes: { a: 10.0.0.11, b: 224.0.0.1 }, without-majority: serve }", "nodes of the cluster: 'b: 224.0.0.1' has a multicast address; use a unicast address" },
        { "{ key-file: /k, nodes: { a: lvs01, b: 10.0.0.12 }, without-majority: serve }", "nodes of the cluster: 'a: lvs01' has no valid IP address; names are not looked up, write e.g. 172.18.1.33 or 2001:db8::33" },
        { "{ key-file: /k, nodes: { a: [10.0.0.11, 10.1.0.11], b: 10.0.0.12 }, without-majority: serve }", "nodes of the cluster: 'b' has 1 address, but node 'a' has 2 addresses; give each node one address for each link, in the same order" },
        { "{ key-file: /k, nodes: { a: 10.0.0.11, b: '2001:db8::12' }, without-majority: serve }", "nodes of the cluster: 'b' has IPv6 on link 1, but node 'a' has IPv4 there; both ends of a link must be of one family" },
        { $"{{ {Pair}, port: 0 }}", "cluster: 'port: 0' must be a whole number from 1 to 65535" },
        { $"{{ {Pair}, hearbeat: fast }}", "cluster: unknown key 'hearbeat'; did you mean 'heartbeat'?" },
        { $"{{ {Pair}, gateways: [10.0.0.11] }}", "cluster: 'gateways: 10.0.0.11' is the address of node 'a'; give a machine outside the cluster that every node reaches, such as the router" },
        { $"{{ {Pair}, gateways: [10.0.0.9, 10.0.0.9] }}", "cluster: 'gateways: 10.0.0.9' names a gateway twice; remove one" },
        { $"{{ {Pair}, gateways: 10.0.0.1 }}", "group 'g': 'addresses: 10.0.0.1/24' is also one of the 'gateways' of the cluster, so that the node which holds it would ask itself; remove it from one of the two" },
        { $"{{ {Pair}, moves-per-hour: 0 }}", "cluster: 'moves-per-hour: 0' must be a whole number from 1 to 1000" },
        { $"{{ key-file: /k, {Nodes} }}", $"cluster: 'without-majority' (stop, the default) {NoMajority}" },
        { $"{{ key-file: /k, {Nodes}, without-majority: stop }}", $"cluster: 'without-majority: stop' {NoMajority}" },
        { $"{{ key-file: /k, {Nodes}, without-majority: halt }}", "cluster: 'without-majority: halt' is not a policy for a node without a majority; use stop or serve" },
        { $"{{ key-file: /k, {Three}, witness: {{ {Etcd} }} }}", "cluster: 'witness' has no effect: three nodes or more are a majority by themselves, a witness votes for a pair; remove it" },
        { $"{{ key-file: /k, {Three}, without-majority: serve }}", "cluster: 'without-majority: serve' is for a pair only: three nodes or more can lose one and still have a majority, and a part that has none must stop; remove it" },
    };

    public static TheoryData<string, string> OfHeartbeat => new()
    {
        { "fsat", "cluster: 'heartbeat: fsat' is not a named timing (any other is given as keys, e.g. { every: 100ms, dead-after: 400ms }); use fast (did you mean 'fast'?)" },
        { "{ evry: 100ms }", "heartbeat of the cluster: unknown key 'evry'; did you mean 'every'?" },
        { "{ every: 1ms }", "heartbeat of the cluster: 'every: 1ms' is out of range; give 5ms to 1s" },
        { "{ dead-after: 6s }", "heartbeat of the cluster: 'dead-after: 6s' is out of range; give 20ms to 5s" },
        { "{ restart-grace: 10s }", "heartbeat of the cluster: 'restart-grace: 10s' is out of range; give 20ms to 5s" },
        { "{ every: 200ms }", "heartbeat of the cluster: 'dead-after' must be more than twice 'every', or one lost heartbeat counts as a death: it is 400ms, 'every' 200ms; raise 'dead-after' to 717ms or lower 'every' to 102ms" },
        { "{ every: 110ms }", "heartbeat of the cluster: a lease must outlast three renewals, a round trip and a stall: H = 0.97 · 0.95 · dead-after ≥ 3 · every + round-trip + stall-allowance, but 368.6ms < 3 · 110ms + 10ms + 50ms = 390ms; raise 'dead-after' to 424ms, lower 'every' to 102ms or lower 'stall-allowance' to 28ms" },
        { "{ every: 20ms, dead-after: 100ms }", "heartbeat of the cluster: a lease must outlast three renewals, a round trip and a stall: H = 0.97 · 0.95 · dead-after ≥ 3 · every + round-trip + stall-allowance, but 92.15ms < 3 · 20ms + 10ms + 50ms = 120ms; raise 'dead-after' to 131ms, lower 'every' to 10ms or lower 'stall-allowance' to 22ms" },
        { "{ stall-allowance: 5s, round-trip: 1s, dead-after: 5s }", "heartbeat of the cluster: a lease must outlast three renewals, a round trip and a stall: H = 0.97 · 0.95 · dead-after ≥ 3 · every + round-trip + stall-allowance, but 4607.5ms < 3 · 100ms + 1000ms + 5000ms = 6300ms; lower 'stall-allowance' to 3307ms" },
        { "{ dead-after: 3s, restart-grace: 2s }", "heartbeat of the cluster: 'restart-grace' must be at least the lease, L = 0.95 · dead-after, but 2000ms < 2850ms; give at least 2850ms, or leave it out" },
    };

    public static TheoryData<string, string> OfWitness => new()
    {
        { "etcd", "cluster: 'witness' must be a group of keys, e.g. { type: etcd, endpoints: ['http://172.18.1.10:2379'] }; here it is one value" },
        { "{ endpoints: ['http://10.0.0.9:2379'] }", "witness of the cluster: 'type' is missing; give etcd, dynamodb or s3" },
        { "{ type: ectd, endpoints: ['http://10.0.0.9:2379'] }", "witness of the cluster: 'type: ectd' is not a type of witness; use etcd, dynamodb or s3 (did you mean 'etcd'?)" },
        { "{ type: dynamodb, endpoints: ['http://10.0.0.9:2379'] }", "witness of the cluster: 'table' is missing; give e.g. table: tenbin-witness" },
        { "{ type: dynamodb, table: a b }", "witness of the cluster: 'table: a b' is not the name of a table; it has 3 to 255 letters, digits, '_', '-' and '.', e.g. tenbin-witness" },
        { "{ type: dynamodb, table: votes, bucket: votes }", "witness of the cluster: 'bucket' is for type: s3; remove it" },
        { "{ type: dynamodb, table: votes, prefix: /a }", "witness of the cluster: 'prefix' is for types etcd and s3; a table's items are named CLUSTER/GROUP; remove it" },
        { "{ type: dynamodb, table: votes, endpoints: ['http://10.0.0.9:80', 'http://10.0.0.8:80'] }", "witness of the cluster: 'endpoints' names more than one; two registers would be two votes. Give the one of a VPC endpoint, or remove the key for the region's own" },
        { "{ type: s3, bucket: votes }", "cluster: 'heartbeat' is too fast for this witness: s3 answers within hundreds of milliseconds, so that 'dead-after' must be at least 2000ms; lengthen it with 'every', or take etcd" },
        { "{ type: etcd, endpoints: ['http://10.0.0.9:2379'], table: votes }", "witness of the cluster: 'table' is for type: dynamodb; remove it" },
        { "{ type: ping, endpoints: ['http://10.0.0.9:2379'] }", "witness of the cluster: 'type: ping' is no voter: a node that reaches a gateway does not know from that whether the other serves. Use etcd, dynamodb or s3; and to make a node step back that is cut off, give the address as 'gateways' of 'cluster'" },
        { "{ type: etcd }", "witness of the cluster: 'endpoints' is missing; give the URLs of all members of etcd, e.g. endpoints: ['http://172.18.1.10:2379']" },
        { "{ type: etcd, endpoints: ['10.0.0.9:2379'] }", "witness of the cluster: 'endpoints: 10.0.0.9:2379' is not a URL; begin it with http:// or https://, e.g. http://172.18.1.10:2379" },
        { "{ type: etcd, endpoints: ['http://10.0.0.9'] }", "witness of the cluster: 'endpoints: http://10.0.0.9' has no port; write it, e.g. http://172.18.1.10:2379" },
        { "{ type: etcd, endpoints: ['http://10.0.0.9:2379/v3'] }", "witness of the cluster: 'endpoints: http://10.0.0.9:2379/v3' has more than scheme, host and port; write no user, path or query, e.g. http://172.18.1.10:2379" },
        { "{ type: etcd, endpoints: ['http://a b:2379'] }", "witness of the cluster: 'endpoints: http://a b:2379' has no valid host; write e.g. http://172.18.1.10:2379" },
        { "{ type: etcd, endpoints: ['http://10.0.0.9:2379', 'http://10.0.0.9:2379/'] }", "witness of the cluster: 'endpoints: http://10.0.0.9:2379/' names an endpoint twice; remove one" },
        { $"{{ {Etcd}, prefix: tenbin }}", "witness of the cluster: 'prefix: tenbin' is not a prefix of keys; begin it with '/', end it without, use no space, e.g. /tenbin" },
        { $"{{ {Etcd}, user: tenbin }}", "witness of the cluster: 'user' needs 'password-file' beside it; add it, or remove this" },
        { $"{{ {Etcd}, password-file: pw }}", "witness of the cluster: 'password-file' needs 'user' beside it; add it, or remove this" },
        { $"{{ {Etcd}, user: u, password-file: /etc/none }}", "witness of the cluster: 'password-file: /etc/none' names a file that does not exist; write the password into it, readable for the director only, or give the right path" },
        { $"{{ {Etcd}, user: u, password-file: /etc/empty }}", "witness of the cluster: 'password-file: /etc/empty' names an empty file; write the password into it, in one line" },
        { $"{{ {Etcd}, user: u, password-file: /etc/two }}", "witness of the cluster: 'password-file: /etc/two' names a file with more than one line of at most 1024 characters; it must hold nothing but the password" },
        { $"{{ {Etcd}, user: u, password-file: /etc/forbidden }}", "witness of the cluster: 'password-file: /etc/forbidden' names a file that this user may not read; run as the director's user, or make it readable for that user" },
        { $"{{ {Etcd}, user: u, password-file: /etc/broken }}", "witness of the cluster: 'password-file: /etc/broken' names a file that cannot be read as UTF-8 text; give the right path, or write the file anew" },
    };

    [Theory]
    [MemberData(nameof(OfCluster))]
    public void Of_the_cluster(string cluster, string errors) => Assert.Equal(errors.Split('|'), Messages(cluster));

    [Theory]
    [MemberData(nameof(OfHeartbeat))]
    public void Of_the_heartbeat(string heartbeat, string error) => Assert.Equal([error], Messages($"{{ {Pair}, heartbeat: {heartbeat} }}"));

    [Theory]
    [MemberData(nameof(OfWitness))]
    public void Of_the_witness(string witness, string error) => Assert.Equal([error], Messages($"{{ key-file: /k, {Nodes}, witness: {witness} }}"));

    [Fact]
    public void A_cluster_without_groups_has_nothing_to_move() => Assert.Equal(
        ["t.yaml:2:10: top level: 'cluster' has nothing to move: 'groups' is missing; give the services' addresses there, e.g. groups: { front: { addresses: [172.18.1.199/24] } }, or remove 'cluster'"],
        Loading.Errors($"services: {{}}\ncluster: {{ {Pair} }}"));

    [Fact]
    public void Invariant9_a_time_from_the_environment_is_in_no_error()
    {
        var errors = Loading.Errors(
            $"services: {{}}\ngroups: {{ g: {{ addresses: 10.0.0.1/24 }} }}\ncluster: {{ {Pair}, heartbeat: {{ every: '${{T}}', dead-after: 1s, restart-grace: 20ms }} }}",
            ("T", "777ms"));
        Assert.Equal(2, errors.Length);
        Assert.All(errors, e => Assert.DoesNotContain("777", e, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Messages(string cluster) =>
        Loading.Load($"services: {{}}\ngroups: {{ g: {{ addresses: 10.0.0.1/24 }} }}\ncluster: {cluster}\n").Errors.Select(e => e.Message);
}
