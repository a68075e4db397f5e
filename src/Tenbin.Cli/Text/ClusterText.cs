using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Director.Api;
using Tenbin.Director.Status;

namespace Tenbin.Cli.Text;

/// <summary>The cluster's part of the status report for people. Pure.</summary>
internal static class ClusterText
{
    /// <summary>Nodes, groups, links and witness.</summary>
    public static IEnumerable<Line> Lines(ClusterStatus cluster)
    {
        yield return Line.Empty;
        Piece[] here = [new("cluster      ", Tone.Quiet), new(cluster.Node, Tone.Strong), new(" is this node; ")];
        yield return new Line([.. here, .. cluster.Nodes.Where(node => node.Name != cluster.Node).Select(Node)]);
        foreach (var group in cluster.Groups)
        {
            yield return new Line(
                new Piece($"group {group.Name}".PadRight(12) + " ", Tone.Quiet),
                new Piece(group.Owner ?? "nobody", group.Owner is null ? Tone.Bad : group.Owner == cluster.Node ? Tone.Good : Tone.Plain),
                new Piece($" owns it{Held(group)}; here {group.Phase} since {Spans.Text(TimeSpan.FromSeconds(group.SinceSeconds))}: {group.Why}"));
            if (group.Fitness < 255)
            {
                yield return Line.Of($"             fitness here {group.Fitness} of 255: {group.FitnessReason}", group.Fitness == 0 ? Tone.Bad : Tone.Caution);
            }
        }

        foreach (var link in cluster.Links)
        {
            yield return new Line(new Piece("link         ", Tone.Quiet), new Piece(Link(link), link.Loss >= 0.05 ? Tone.Caution : Tone.Plain));
        }

        if (cluster.Witness is { } witness)
        {
            yield return new Line(new Piece("witness      ", Tone.Quiet), new Piece(Witness(witness), witness.Trouble is null ? Tone.Plain : Tone.Caution));
        }
    }

    private static Piece Node(NodeStatus node) => node.IsAlive
        ? new Piece($"{node.Name} is there{(node.SameFile == false ? ", with another file" : "")} ", node.SameFile == false ? Tone.Caution : Tone.Plain)
        : new Piece($"{node.Name} is silent{(node.SilentSeconds is { } silent ? $" for {Spans.Text(TimeSpan.FromSeconds(silent))}" : "")} ", Tone.Bad);

    private static string Held(GroupStatus group) => group.Phase == "holding"
        ? string.Create(
            CultureInfo.InvariantCulture,
            $" by {group.Votes.Length} votes ({string.Join(", ", group.Votes)}; {group.VotesNeeded} needed; exclusive: {(group.Exclusive ? "yes" : "no")}), epoch {group.Epoch}")
        : "";

    private static string Link(LinkStatus link) => string.Create(
        CultureInfo.InvariantCulture,
        $"to {link.Node} at {link.Address}: loss {link.Loss * 100:0.#} %, round trip {(link.RoundTripMilliseconds is { } trip ? $"{trip:0.00} ms" : "not measured")}"
        + $"{(link.SilentSeconds is > 1 ? $", silent for {Spans.Text(TimeSpan.FromSeconds(link.SilentSeconds.Value))}" : "")}");

    private static string Witness(WitnessStatus witness) => witness.Trouble is { } trouble
        ? $"does not answer: {trouble}"
        : string.Create(CultureInfo.InvariantCulture, $"{witness.Endpoint ?? "not asked yet"}{(witness.LatencyMilliseconds is { } latency ? $", {latency:0.0} ms" : "")}");
}
