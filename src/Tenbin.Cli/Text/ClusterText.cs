using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Director.Api;
using Tenbin.Director.Status;

namespace Tenbin.Cli.Text;

/// <summary>The cluster's part of the status report for people. Pure.</summary>
internal static class ClusterText
{
    private const int LabelWidth = 12, FullFitness = 255;
    private const double NotableLoss = 0.05, NotableSilence = 1;

    /// <summary>Nodes, groups, links and witness.</summary>
    public static IEnumerable<Line> Lines(ClusterStatus cluster)
    {
        yield return Line.Empty;
        yield return Entry("cluster", [new Piece(cluster.Node, Tone.Strong), new Piece(" is this node"), .. Peers(cluster)]);
        foreach (var group in cluster.Groups)
        {
            yield return Entry(
                "group",
                new Piece($"{group.Name}: "),
                new Piece(group.Owner ?? "nobody", group.Owner is null ? Tone.Bad : group.Owner == cluster.Node ? Tone.Good : Tone.Plain),
                new Piece($" owns it{Votes(group)}; here {Doing(group.Phase)} for {Seconds(group.SinceSeconds)}: {group.Why}"));
            if (group.Fitness < FullFitness)
            {
                yield return Entry(
                    "", new Piece($"fitness here {group.Fitness} of {FullFitness}: {group.FitnessReason}", group.Fitness == 0 ? Tone.Bad : Tone.Caution));
            }

            foreach (var line in MoveText.Lines(group))
            {
                yield return Entry("", line);
            }
        }

        foreach (var link in cluster.Links)
        {
            yield return Entry("link", new Piece(Link(link), link.Loss >= NotableLoss || IsSilent(link) ? Tone.Caution : Tone.Plain));
        }

        foreach (var sync in cluster.Sessions)
        {
            yield return Entry("sessions", new Piece(Sync(sync), sync.HasAll ? Tone.Plain : Tone.Caution));
        }

        if (cluster.Witness is { } witness)
        {
            yield return Entry("witness", new Piece(Witness(witness), witness.Trouble is null ? Tone.Plain : Tone.Caution));
        }
    }

    private static IEnumerable<Piece> Peers(ClusterStatus cluster) =>
        cluster.Nodes.Where(node => node.Name != cluster.Node).SelectMany(node => new[] { new Piece(", "), Peer(node) });

    private static Piece Peer(NodeStatus node) => node switch
    {
        { IsAlive: true, SameFile: false } => new Piece($"{node.Name} is there, with another file", Tone.Caution),
        { IsAlive: true } => new Piece($"{node.Name} is there"),
        { SilentSeconds: { } silent } => new Piece($"{node.Name} is silent for {Seconds(silent)}", Tone.Bad),
        _ => new Piece($"{node.Name} was never heard", Tone.Bad),
    };

    private static string Votes(GroupStatus group) => group.Phase == "holding"
        ? string.Create(
            CultureInfo.InvariantCulture,
            $" by {group.Votes.Length} {(group.Votes.Length == 1 ? "vote" : "votes")} ({string.Join(", ", group.Votes)}; {group.VotesNeeded} needed; exclusive: {(group.Exclusive ? "yes" : "no")}), epoch {group.Epoch}")
        : "";

    private static string Doing(string phase) => phase switch
    {
        "holding" => "serving",
        "handing" => "handing it over",
        "asking" => "asking for votes",
        "preVote" => "asking whether it could win",
        _ => phase,
    };

    private static string Link(LinkStatus link) => string.Create(
        CultureInfo.InvariantCulture,
        $"to {link.Node} at {link.Address}: loss {link.Loss * 100:0.#} %, round trip {(link.RoundTripMilliseconds is { } trip ? $"{trip:0.00} ms" : "not measured")}{Silence(link)}");

    private static string Silence(LinkStatus link) => !IsSilent(link) ? ""
        : link.SilentSeconds is { } silent ? $", silent for {Seconds(silent)}"
        : ", never heard";

    private static string Sync(SyncStatus sync) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sync.Node} has {(sync.HasAll ? "all of them" : "not all of them")}, lag {sync.LagMilliseconds.Median:0.0} ms, p99 {sync.LagMilliseconds.P99:0.0} ms, {Amounts.Count(sync.Changes)} changes, {Amounts.Memory(sync.Bytes)} sent; of its own {Amounts.Count(sync.Entered)} entered here{Trouble(sync)}");

    private static string Trouble(SyncStatus sync) => (sync.Unknown, sync.Refused) switch
    {
        (0, 0) => "",
        (_, 0) => $", {sync.Unknown} of servers that are not in this node's file",
        _ => $", {sync.Refused} refused",
    };

    private static bool IsSilent(LinkStatus link) => link.SilentSeconds is null or > NotableSilence;

    private static string Witness(WitnessStatus witness) => witness.Trouble is { } trouble
        ? $"does not answer: {trouble}"
        : string.Create(CultureInfo.InvariantCulture, $"{witness.Endpoint ?? "not asked yet"}{(witness.LatencyMilliseconds is { } latency ? $", {latency:0.0} ms" : "")}");

    private static string Seconds(double seconds) => Spans.Text(TimeSpan.FromSeconds(seconds));

    private static Line Entry(string label, params ReadOnlySpan<Piece> pieces) => new([new Piece(label.PadRight(LabelWidth), Tone.Quiet), .. pieces]);
}
