using System.Collections.Immutable;
using System.Globalization;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Sharing;
using Tenbin.Cluster.Transport;
using Tenbin.Cluster.Witness;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering.Syncing;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>Makes the cluster's part of the report for operators. Pure.</summary>
internal static class ClusterStatusBuilder
{
    private const double NanosecondsInSecond = 1e9, NotableSilence = 2, NotableDifference = 5;
    private const int MostSections = 8;

    /// <summary>The report.</summary>
    /// <param name="config">The file, its groups <see cref="ClusterIdentity.InOrder"/>.</param>
    /// <param name="self">Index of this node.</param>
    /// <param name="view">What the core knows.</param>
    /// <param name="links">How the links are.</param>
    /// <param name="sync">How session sync stands, by peer.</param>
    /// <param name="witness">How the witness answers; null = none.</param>
    /// <param name="settings">How the peers' settings and files compare with those here.</param>
    /// <param name="now">Boot clock, nanoseconds.</param>
    /// <param name="moves">Who has the addresses, and how the last starts went; null = nothing is known.</param>
    public static ClusterStatus Build(
        TenbinConfig config, byte self, ClusterView view, TransportReport links, IReadOnlyList<SyncReport> sync, WitnessHealth? witness,
        ImmutableArray<PeerSettings> settings, long now, MoveReport? moves = null)
    {
        var cluster = config.Cluster!;
        var names = cluster.Nodes.Select(node => node.Name).ToImmutableArray();
        var votes = names.Length + (cluster.Witness is null ? 0 : 1);
        var fingerprint = config.Fingerprint().Whole;
        return new ClusterStatus
        {
            Node = names[self],
            Maintenance = view.Maintenance,
            Groups =
            [
                .. view.Groups.Select((group, index) => new GroupStatus
                {
                    Name = config.Groups[index].Name,
                    Addresses = [.. config.Groups[index].Addresses.Select(address => $"{address.Address}")],
                    Owner = OwnerOf(view, index, self) is { } owner ? names[owner] : null,
                    Phase = Word($"{group.Phase}"),
                    Epoch = group.Epoch,
                    SinceSeconds = (now - group.Since) / NanosecondsInSecond,
                    Why = group.Why,
                    Votes = [.. group.Votes.Select((held, voter) => (held, voter)).Where(vote => vote.held)
                        .Select(vote => vote.voter < names.Length ? names[vote.voter] : "witness")],
                    VotesNeeded = (votes / 2) + 1,
                    Exclusive = group.IsExclusive,
                    LeaseSeconds = Math.Max(0, group.Deadline - now) / NanosecondsInSecond,
                    Fitness = group.Fitness,
                    FitnessReason = group.FitnessReason,
                    Holders = moves?.HoldersOf(index, OwnerOf(view, index, self)) ?? [],
                    LastTakeover = moves?.LastOf(index),
                }),
            ],
            Nodes =
            [
                .. names.Select((name, node) => node == self
                    ? new NodeStatus(name, true, null, null)
                    : Node(name, view.Peers.First(peer => peer.Node == node), settings.FirstOrDefault(peer => peer.Node == node), fingerprint, now)),
            ],
            Sessions = [.. sync.Select(peer => Sync(names[peer.Node], peer))],
            Links =
            [
                .. links.Links.Select(link => new LinkStatus(
                    names[link.Node], $"{link.Address}", link.RecentLoss, link.RoundTripAverage?.TotalMilliseconds,
                    link.LastHeard is { } heard ? (now - heard) / NanosecondsInSecond : null)),
            ],
            Witness = witness is null
                ? null
                : new WitnessStatus(
                    witness.Endpoint?.ToString(), witness.AverageLatency?.TotalMilliseconds, witness.FailingFor is null ? null : witness.LastError),
            Datagrams = new(
                links.Datagrams.GroupBy(count => count.Verdict, count => count.Count).ToDictionary(fate => Word($"{fate.Key}"), fate => fate.Sum()),
                StringComparer.Ordinal),
        };
    }

    /// <summary>Index of the node that owns a group as far as this one knows; null = none.</summary>
    public static byte? OwnerOf(ClusterView view, int group, byte self) =>
        view.Groups[group].Phase == Phase.Holding
            ? self
            : view.Peers.Where(peer => peer.IsAlive && peer.Claims[group].IsHolder)
                .OrderByDescending(peer => peer.Claims[group].Epoch).Select(peer => (byte?)peer.Node).FirstOrDefault();

    /// <summary>What an operator should look at.</summary>
    public static IEnumerable<string> Warnings(ClusterStatus cluster)
    {
        foreach (var node in cluster.Nodes.Where(node => !node.IsAlive))
        {
            yield return $"node {node.Name} is silent: no failover to it";
        }

        foreach (var node in cluster.Nodes.Where(node => node.SameFile == false))
        {
            yield return $"node {node.Name} has another file than this one{Sections(node)}: put the same on every node and reload; no planned move goes there meanwhile";
        }

        foreach (var node in cluster.Nodes.Where(node => node.IsAlive && node.SettingsDifferSeconds > NotableDifference))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"node {node.Name} has had other drains or weights than this one for {node.SettingsDifferSeconds:0} s: ")
                + (node.SameFile == false ? "those of a server reach only nodes whose file has it" : "its log says why it does not take them, or this node's own");
        }

        foreach (var peer in cluster.Sessions)
        {
            if (!peer.HasAll && cluster.Nodes.Any(node => node.Name == peer.Node && node.IsAlive))
            {
                yield return $"node {peer.Node} does not have all sessions of this one: what it lacks ends when it takes over; no planned move goes there meanwhile";
            }
        }

        foreach (var link in cluster.Links.Where(link => link.SilentSeconds is null or > NotableSilence))
        {
            if (cluster.Nodes.Any(node => node.Name == link.Node && node.IsAlive))
            {
                yield return $"the link to {link.Node} at {link.Address} is silent: no spare is left when the others fail";
            }
        }

        foreach (var group in cluster.Groups)
        {
            if (group.Fitness == 0)
            {
                yield return $"group {group.Name} cannot run on this node: {group.FitnessReason}";
            }

            if (group.Owner is null)
            {
                yield return $"group {group.Name} is owned by nobody: its addresses do not answer";
            }
            else if (group.Phase == "holding" && !group.Exclusive)
            {
                yield return $"group {group.Name}: exclusive: no; it is served without a majority of the votes, so another node may serve it too";
            }

            foreach (var holder in group.Holders.Where(holder => holder.Contradiction is not null))
            {
                yield return $"address {holder.Address}: {group.Owner} owns group {group.Name}, and {holder.Contradiction}; its owner takes it back within seconds, else its log says why it cannot";
            }
        }

        if (cluster.Witness is { Trouble: { } trouble })
        {
            yield return $"the witness does not answer: {trouble}";
        }

        if (cluster.Maintenance)
        {
            yield return "maintenance: nothing moves by itself; 'tenbin maintenance off' ends it";
        }
    }

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static NodeStatus Node(string name, PeerView peer, PeerSettings? settings, ulong fingerprint, long now) => new(
        name, peer.IsAlive, peer.LastHeard is { } heard ? (now - heard) / NanosecondsInSecond : null,
        peer.IsAlive ? peer.Fingerprint == fingerprint : null)
    {
        DiffersIn = peer.IsAlive && peer.Fingerprint != fingerprint ? settings?.FileDifferences ?? [] : [],
        SameSettings = peer.IsAlive ? settings?.IsSame : null,
        SettingsDifferSeconds = peer.IsAlive ? settings?.DiffersFor?.TotalSeconds : null,
    };

    private static string Sections(NodeStatus node) => node.DiffersIn.Length switch
    {
        0 => "",
        <= MostSections => $" (differs in: {string.Join(", ", node.DiffersIn)})",
        _ => $" (differs in: {string.Join(", ", node.DiffersIn.Take(MostSections))} and {node.DiffersIn.Length - MostSections} more)",
    };

    private static SyncStatus Sync(string name, SyncReport report) => new()
    {
        Node = name,
        HasAll = report.Sent.HasFullCopy,
        LagMilliseconds = new LagStatus(
            report.Sent.LagMedian.TotalMilliseconds, report.Sent.LagP99.TotalMilliseconds, report.Sent.LagMean.TotalMilliseconds),
        Waiting = report.Sent.Unsent + report.Sent.Unacknowledged,
        Changes = report.Sent.Changes,
        Bytes = report.Sent.Bytes,
        Copies = report.Sent.Copies,
        Overflows = report.Sent.Overflows,
        IsHeld = report.Received.HasFullCopy,
        Entered = report.Imported.Entered,
        Unknown = report.Imported.Unknown,
        Refused = report.Imported.Refused + report.Unreadable,
    };
}
