using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Sync;
using Tenbin.Cluster.Sharing;
using Tenbin.Cluster.Transport;
using Tenbin.Cluster.Witness;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering;
using Tenbin.Director.Clustering.Syncing;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Forwarding;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Clustering;

public sealed class ClusterStatusTests
{
    private const long Now = 10_000_000_000;
    private static readonly TenbinConfig s_config = ClusterIdentity.InOrder(ClusterFiles.Load());
    private static readonly ulong s_file = s_config.Fingerprint().Whole;

    /// <summary>lvs01; the peer owns <c>back</c>, this node <c>front</c>.</summary>
    private static readonly ClusterView s_view = FakeNode.TwoGroups with { Peers = [FakeNode.TwoGroups.Peers[0] with { Fingerprint = s_file }] };

    [Fact]
    public void It_says_who_owns_what_by_which_votes_since_when_and_why()
    {
        var status = Build(s_view);

        Assert.Equal(("lvs01", false), (status.Node, status.Maintenance));
        var (back, front) = (status.Groups[0], status.Groups[1]);
        Assert.Equal(("back", "lvs02", "idle", 8.0, "the node has just started"), (back.Name, back.Owner, back.Phase, back.SinceSeconds, back.Why));
        Assert.Equal(("front", "lvs01", "holding", 7ul), (front.Name, front.Owner, front.Phase, front.Epoch));
        Assert.Equal(["lvs01", "witness"], front.Votes);
        Assert.Equal((2, true), (front.VotesNeeded, front.Exclusive));
        Assert.Equal(0.3, front.LeaseSeconds, 9);
        Assert.Equal([new NodeStatus("lvs01", true, null, null), new NodeStatus("lvs02", true, 0.1, true)], status.Nodes);
    }

    [Fact]
    public void Links_and_witness_are_told_with_their_figures()
    {
        var status = Build(s_view);

        Assert.Equal(new LinkStatus("lvs02", "10.99.0.2:6946", 0.25, 0.5, 1.5), status.Links[0]);
        Assert.Null(status.Links[1].SilentSeconds);
        Assert.Equal(new WitnessStatus("http://172.18.1.10:2379/", 2, null), status.Witness);
    }

    [Fact]
    public void What_a_silent_node_claimed_does_not_count()
    {
        var status = Build(s_view with { Peers = [s_view.Peers[0] with { IsAlive = false }] });

        Assert.Null(status.Groups[0].Owner);
        Assert.Equal(new NodeStatus("lvs02", false, 0.1, null), status.Nodes[1]);
    }

    [Fact]
    public void Of_two_claims_the_higher_epoch_is_shown()
    {
        var third = s_view.Peers[0] with { Node = 2, Claims = [s_view.Peers[0].Claims[0] with { Epoch = 4 }, default] };
        var three = ClusterIdentity.InOrder(ClusterFiles.Load(ClusterFiles.Pair
            .Replace("10.99.0.2] }", "10.99.0.2], lvs03: [172.18.1.27, 10.99.0.3] }", StringComparison.Ordinal)
            .Replace("  witness: { type: etcd, endpoints: [\"http://172.18.1.10:2379\", \"http://172.18.1.11:2379\"] }\n", "", StringComparison.Ordinal)));

        var status = ClusterStatusBuilder.Build(three, 0, s_view with { Peers = [s_view.Peers[0], third] }, Links(), [], null, [], Now);

        Assert.Equal("lvs03", status.Groups[0].Owner);
        Assert.Null(status.Witness);
    }

    [Fact]
    public void Session_sync_is_told_with_its_figures_and_warned_of_while_a_living_peer_lacks_some()
    {
        var sent = new SyncSenderReport(
            HasFullCopy: false, IsCopying: true, Unsent: 3, Unacknowledged: 4, TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(2),
            TimeSpan.FromMilliseconds(0.7), Changes: 100, Batches: 10, Bytes: 4_000, Repeated: 1, Copies: 2, Overflows: 1);
        var report = new SyncReport(1, sent, new SyncReceiverReport(true, 50, 2_000, 1, 0, 0), new ImportReport(40, 3, 2, 5), Unreadable: 1);

        var status = ClusterStatusBuilder.Build(s_config, 0, s_view, Links(), [report], null, [], Now);

        var sync = Assert.Single(status.Sessions);
        Assert.Equal(("lvs02", false, 7, 100L, 4_000L), (sync.Node, sync.HasAll, sync.Waiting, sync.Changes, sync.Bytes));
        Assert.Equal(new LagStatus(0.5, 2, 0.7), sync.LagMilliseconds);
        Assert.Equal((true, 40L, 5L, 3L), (sync.IsHeld, sync.Entered, sync.Unknown, sync.Refused));
        const string Warning = "node lvs02 does not have all sessions of this one: what it lacks ends when it takes over; no planned move goes there meanwhile";
        Assert.Equal([Warning], Of(Well with { Sessions = [sync] }));
        Assert.Empty(Of(Well with { Sessions = [sync with { HasAll = true }] }));
        Assert.DoesNotContain(Warning, Of(Well with { Sessions = [sync], Nodes = [Well.Nodes[0], new NodeStatus("lvs02", false, 3, null)] }));
    }

    [Fact]
    public void A_cluster_in_order_is_not_warned_of() => Assert.Empty(ClusterStatusBuilder.Warnings(Well));

    [Fact]
    public void Each_trouble_has_its_sentence()
    {
        var (back, front) = (Well.Groups[0], Well.Groups[1]);
        Assert.Equal(["node lvs02 is silent: no failover to it"], Of(Well with { Nodes = [Well.Nodes[0], new NodeStatus("lvs02", false, 3, null)] }));
        Assert.Equal(
            ["node lvs02 has another file than this one: put the same on every node and reload; no planned move goes there meanwhile"],
            Of(Well with { Nodes = [Well.Nodes[0], new NodeStatus("lvs02", true, 0, false)] }));
        Assert.Equal(
            ["node lvs02 has another file than this one (differs in: group front, service web): put the same on every node and reload; no planned move goes there meanwhile"],
            Of(Well with { Nodes = [Well.Nodes[0], new NodeStatus("lvs02", true, 0, false) { DiffersIn = ["group front", "service web"] }] }));
        Assert.Equal(
            ["node lvs02 has had other drains or weights than this one for 6 s: its log says why it does not take them, or this node's own"],
            Of(Well with { Nodes = [Well.Nodes[0], new NodeStatus("lvs02", true, 0, true) { SameSettings = false, SettingsDifferSeconds = 6.2 }] }));
        Assert.Equal(
            ["the link to lvs02 at 10.99.0.2:6946 is silent: no spare is left when the others fail"],
            Of(Well with { Links = [Well.Links[0] with { SilentSeconds = null }] }));
        Assert.Equal(["group back is owned by nobody: its addresses do not answer"], Of(Well with { Groups = [back with { Owner = null }, front] }));
        Assert.Equal(
            ["group back cannot run on this node: interface eth1 has no carrier"],
            Of(Well with { Groups = [back with { Fitness = 0, FitnessReason = "interface eth1 has no carrier" }, front] }));
        Assert.Equal(
            ["group front: exclusive: no; it is served without a majority of the votes, so another node may serve it too"],
            Of(Well with { Groups = [back, front with { Exclusive = false }] }));
        Assert.Equal(
            ["address 172.18.1.200: lvs01 owns group front, and AWS sends it to eni-2 of i-2 (lvs02); its owner takes it back within seconds, else its log says why it cannot"],
            Of(Well with { Groups = [back, front with { Holders = [new HolderStatus("172.18.1.200", true) { Aws = "eni-2 of i-2", Contradiction = "AWS sends it to eni-2 of i-2 (lvs02)" }] }] }));
        Assert.Equal(["the witness does not answer: no route"], Of(Well with { Witness = new WitnessStatus(null, null, "no route") }));
        Assert.Equal(["maintenance: nothing moves by itself; 'tenbin maintenance off' ends it"], Of(Well with { Maintenance = true }));
    }

    [Fact]
    public void A_long_list_of_sections_is_cut() => Assert.Contains(
        "(differs in: service 1, service 2, service 3, service 4, service 5, service 6, service 7, service 8 and 2 more)",
        Of(Well with { Nodes = [new NodeStatus("lvs02", true, 0, false) { DiffersIn = [.. Enumerable.Range(1, 10).Select(number => $"service {number}")] }] }).Single(),
        StringComparison.Ordinal);

    [Fact]
    public void Settings_that_only_just_differ_are_no_trouble_and_those_of_other_files_are_explained()
    {
        var node = new NodeStatus("lvs02", true, 0, false) { SameSettings = false, SettingsDifferSeconds = 4.9 };

        Assert.Single(Of(Well with { Nodes = [node] }));
        Assert.Equal(
            "node lvs02 has had other drains or weights than this one for 7 s: those of a server reach only nodes whose file has it",
            Of(Well with { Nodes = [node with { SettingsDifferSeconds = 7 }] }).Last());
    }

    [Fact]
    public void What_differs_at_a_living_peer_is_told_and_of_a_silent_one_nothing()
    {
        var peer = s_view.Peers[0] with { Fingerprint = 1 };
        PeerSettings settings = new(1, false, TimeSpan.FromSeconds(6), ["service web"]);

        var node = Build(s_view with { Peers = [peer] }, settings).Nodes[1];

        Assert.Equal(((bool?)false, (bool?)false, (double?)6), (node.SameFile, node.SameSettings, node.SettingsDifferSeconds));
        Assert.Equal(["service web"], node.DiffersIn);
        var silent = Build(s_view with { Peers = [peer with { IsAlive = false }] }, settings).Nodes[1];
        Assert.Equal(new NodeStatus("lvs02", false, 0.1, null), silent);
        Assert.Empty(Build(s_view, settings).Nodes[1].DiffersIn);
    }

    [Fact]
    public void Programs_read_it_too()
    {
        var json = JsonSerializer.Serialize(
            new StatusReport
            {
                Daemon = new DaemonStatus("1", 1, default, 1), Config = new ConfigStatus("f", default, null), Services = [], Warnings = [],
                DataPlane = new DataPlaneStatus { Name = "ebpf", Attachments = [], Sessions = 0, SessionLimit = 0, KernelMemory = 0, Events = ImmutableSortedDictionary<string, long>.Empty },
                Cluster = Build(s_view with { Peers = [s_view.Peers[0] with { Fingerprint = 1 }] }, new PeerSettings(1, false, TimeSpan.FromSeconds(6), ["service web"])),
            },
            TenbinJson.Default.StatusReport);

        Assert.Contains("\"sameFile\":false,\"differsIn\":[\"service web\"],\"sameSettings\":false,\"settingsDifferSeconds\":6", json, StringComparison.Ordinal);
    }

    private static ClusterStatus Well => Build(s_view) with { Links = [new LinkStatus("lvs02", "10.99.0.2:6946", 0, 0.5, 0.1)] };

    private static IEnumerable<string> Of(ClusterStatus status) => ClusterStatusBuilder.Warnings(status);

    private static ClusterStatus Build(ClusterView view, params ImmutableArray<PeerSettings> settings) => ClusterStatusBuilder.Build(
        s_config, 0, view, Links(), [],
        new WitnessHealth { Endpoint = new Uri("http://172.18.1.10:2379"), AverageLatency = TimeSpan.FromMilliseconds(2) }, settings, Now);

    private static TransportReport Links() => new()
    {
        Incarnation = 1, AgreedVersion = 1, ActiveKey = 1, Peers = [], Datagrams = [], ReceiveErrors = 0,
        Links = [Link(8_500_000_000), Link(null)],
    };

    private static LinkStatistics Link(long? heard) => new()
    {
        Node = 1, Link = 0, Address = new IPEndPoint(IPAddress.Parse("10.99.0.2"), 6946), Sent = 0, SendErrors = 0, LastSendError = default, Received = 0,
        Duplicates = 0, Lost = 0, RecentLoss = 0.25, RoundTrip = null, RoundTripAverage = TimeSpan.FromMilliseconds(0.5), LastHeard = heard,
    };
}
