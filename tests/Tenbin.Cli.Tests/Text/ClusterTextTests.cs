using Tenbin.Cli.Tests.Fakes;
using Tenbin.Cli.Text;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Tests.Text;

public sealed class ClusterTextTests
{
    private static readonly GroupStatus s_front = new()
    {
        Name = "front", Addresses = ["172.18.1.199"], Owner = "lvs01", Phase = "holding", Epoch = 7, SinceSeconds = 302, Why = "nobody owned it", Votes = ["lvs01", "witness"],
        VotesNeeded = 2, Exclusive = true, LeaseSeconds = 0.3, Fitness = 255, FitnessReason = "",
    };

    private static readonly ClusterStatus s_pair = new()
    {
        Node = "lvs01",
        Maintenance = false,
        Groups = [s_front],
        Nodes = [new NodeStatus("lvs01", true, null, null), new NodeStatus("lvs02", true, 0.05, true)],
        Links = [new LinkStatus("lvs02", "172.18.1.25:6946", 0.001, 0.25, 0.05)],
        Witness = new WitnessStatus("http://172.18.1.10:2379/", 1.26, null),
    };

    private static readonly SyncStatus s_sync = new()
    {
        Node = "lvs02", HasAll = true, LagMilliseconds = new LagStatus(0.61, 2.14, 0.7), Waiting = 0, Changes = 48_210, Bytes = 1_782_579, Copies = 1,
        Overflows = 0, IsHeld = true, Entered = 310, Unknown = 0, Refused = 0,
    };

    [Fact]
    public void It_answers_who_owns_what_by_which_votes_since_when_and_why() => Assert.Equal(
        [
            "",
            "cluster     lvs01 is this node, lvs02 is there",
            "group       front: lvs01 owns it by 2 votes (lvs01, witness; 2 needed; exclusive: yes), epoch 7; here serving for 5 min 2 s: nobody owned it",
            "link        to lvs02 at 172.18.1.25:6946: loss 0.1 %, round trip 0.25 ms",
            "witness     http://172.18.1.10:2379/, 1.3 ms",
        ],
        Lines(s_pair));

    [Fact]
    public void Session_sync_says_how_far_the_peer_is_and_what_was_not_taken() => Assert.Equal(
        [
            "sessions    lvs02 has all of them, lag 0.6 ms, p99 2.1 ms, 48,210 changes, 1.7 MiB sent; of its own 310 entered here",
            "sessions    lvs02 has not all of them, lag 0.6 ms, p99 2.1 ms, 48,210 changes, 1.7 MiB sent; of its own 310 entered here, 4 of servers that are not in this node's file",
            "sessions    lvs02 has all of them, lag 0.6 ms, p99 2.1 ms, 48,210 changes, 1.7 MiB sent; of its own 310 entered here, 2 refused",
        ],
        Lines(s_pair with { Sessions = [s_sync, s_sync with { HasAll = false, Unknown = 4 }, s_sync with { Refused = 2 }] })
            .Where(line => line.StartsWith("sessions", StringComparison.Ordinal)));

    [Fact]
    public void A_group_elsewhere_and_one_of_nobody_are_told_apart()
    {
        var idle = s_front with { Owner = "lvs02", Phase = "idle", Votes = [], SinceSeconds = 1, Why = "handed over" };

        Assert.Contains("group       front: lvs02 owns it; here idle for 1 s: handed over", Lines(s_pair with { Groups = [idle] }));
        Assert.Contains(
            "group       front: nobody owns it; here asking whether it could win for 1 s: nobody owns it",
            Lines(s_pair with { Groups = [idle with { Owner = null, Phase = "preVote", Why = "nobody owns it" }] }));
    }

    [Fact]
    public void A_lease_without_a_majority_says_that_it_is_not_exclusive() => Assert.Contains(
        Lines(s_pair with { Groups = [s_front with { Votes = ["lvs01"], Exclusive = false }] }),
        line => line.Contains("by 1 vote (lvs01; 2 needed; exclusive: no)", StringComparison.Ordinal));

    [Fact]
    public void What_lowers_fitness_stands_under_its_group() => Assert.Contains(
        "            fitness here 205 of 255: interface eth1 has no carrier",
        Lines(s_pair with { Groups = [s_front with { Fitness = 205, FitnessReason = "interface eth1 has no carrier" }] }));

    [Fact]
    public void Who_has_an_address_that_AWS_moves_is_answered_from_system_and_AWS() => Assert.Equal(
        [
            "            172.18.1.199: on an interface here; AWS sends it to lvs01, eni-1 of i-1, 3 s ago",
            "            172.18.1.200: on no interface here; AWS sends it to eni-9 of i-9, 1 min 4 s ago; the last question had no answer: no answer within 5 s",
            "            203.0.113.10: AWS has not answered yet; the last question had no answer: UnauthorizedOperation",
        ],
        Lines(s_pair with
        {
            Groups =
            [
                s_front with
                {
                    Holders =
                    [
                        new HolderStatus("172.18.1.199", true) { OfAws = true, Aws = "eni-1 of i-1", Node = "lvs01", AgeSeconds = 3.1 },
                        new HolderStatus("172.18.1.200", false) { OfAws = true, Aws = "eni-9 of i-9", AgeSeconds = 64, Trouble = "no answer within 5 s" },
                        new HolderStatus("203.0.113.10", null) { OfAws = true, Trouble = "UnauthorizedOperation" },
                        new HolderStatus("10.0.0.1", true) { AgeSeconds = 1 },
                    ],
                },
            ],
        })[3..6]);

    [Fact]
    public void The_last_start_of_a_group_is_told_part_by_part()
    {
        var last = new TakeoverStatus(Reports.Now, 65, 8, true, null) { FailoverSeconds = new() { ["assign"] = 0.31, ["silence"] = 1.0123, ["start"] = 0.65 } };

        Assert.Equal(
            "            last start here 1 min 5 s ago, epoch 8, done: silence 1.012 s, assign 0.310 s, start 0.650 s",
            Lines(s_pair with { Groups = [s_front with { LastTakeover = last }] })[3]);
        Assert.Contains(
            "epoch 8, failed: address 10.0.0.1: no: start 0.650 s",
            Lines(s_pair with { Groups = [s_front with { LastTakeover = last with { Trouble = "address 10.0.0.1: no", FailoverSeconds = new() { ["start"] = 0.65 } } }] })[3],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_are_there_have_another_file_are_silent_or_were_never_heard() => Assert.Equal(
        "cluster     lvs01 is this node, lvs02 is there, with another file, lvs03 is silent for 4 s, lvs04 was never heard",
        Lines(s_pair with
        {
            Nodes =
            [
                s_pair.Nodes[0], new NodeStatus("lvs02", true, 0, false), new NodeStatus("lvs03", false, 4.2, null), new NodeStatus("lvs04", false, null, null),
            ],
        })[1]);

    [Fact]
    public void A_silent_link_and_a_silent_witness_say_so()
    {
        var lines = Lines(s_pair with
        {
            Links = [s_pair.Links[0] with { SilentSeconds = 65, RoundTripMilliseconds = null }, s_pair.Links[0] with { SilentSeconds = null }],
            Witness = new WitnessStatus(null, null, "172.18.1.10:2379 cannot be reached"),
        });

        Assert.Equal("link        to lvs02 at 172.18.1.25:6946: loss 0.1 %, round trip not measured, silent for 1 min 5 s", lines[^3]);
        Assert.EndsWith(", never heard", lines[^2], StringComparison.Ordinal);
        Assert.Equal("witness     does not answer: 172.18.1.10:2379 cannot be reached", lines[^1]);
    }

    [Fact]
    public void It_stands_in_the_status_of_a_node_and_in_no_others()
    {
        Assert.Contains("cluster     lvs01 is this node", Text(Reports.Everything with { Cluster = s_pair }), StringComparison.Ordinal);
        Assert.DoesNotContain("cluster", Text(Reports.Everything), StringComparison.Ordinal);
    }

    private static string Text(StatusReport report) =>
        string.Join('\n', StatusText.Lines(report, Reports.Now, 200).Select(line => line.Render(colour: false)));

    private static List<string> Lines(ClusterStatus cluster) => [.. ClusterText.Lines(cluster).Select(line => line.Render(colour: false))];
}
