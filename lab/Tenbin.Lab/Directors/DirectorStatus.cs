using System.Text.Json.Serialization;

namespace Tenbin.Lab.Directors;

/// <summary>What <c>tenbin status --output json</c> says, as far as the lab reads it.</summary>
public sealed record DirectorStatus(
    DirectorStatus.DaemonPart Daemon,
    DirectorStatus.ConfigPart Config,
    DirectorStatus.DataPlanePart DataPlane,
    IReadOnlyList<DirectorStatus.Service> Services,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Null when the director is in no cluster.</summary>
    public ClusterPart? Cluster { get; init; }

    /// <summary>The service of that name.</summary>
    public Service this[string name] => Services.First(service => service.Name == name);

    public sealed record DaemonPart(int Pid, string Version);

    public sealed record ConfigPart(string File, RefusedReload? Refused);

    public sealed record RefusedReload(IReadOnlyList<string> Errors);

    public sealed record DataPlanePart(
        IReadOnlyList<Attachment> Attachments, long Sessions, IReadOnlyDictionary<string, long> Events, string? Problem);

    public sealed record Attachment(string Interface, string Hook);

    public sealed record ClusterPart(
        string Node,
        bool Maintenance,
        IReadOnlyList<Group> Groups,
        IReadOnlyList<Node> Nodes,
        IReadOnlyList<Link> Links,
        Witness? Witness,
        IReadOnlyDictionary<string, long> Datagrams)
    {
        /// <summary>Session sync, one for each peer.</summary>
        public required IReadOnlyList<Sync> Sessions { get; init; }

        /// <summary>The group of that name.</summary>
        public Group this[string name] => Groups.First(group => group.Name == name);
    }

    /// <param name="Name">Of the group.</param>
    /// <param name="Owner">Name of a node; null = nobody, as far as this one knows.</param>
    /// <param name="Phase"><c>idle</c>, <c>preVote</c>, <c>asking</c>, <c>holding</c>, <c>handing</c>.</param>
    /// <param name="Epoch">Of its lease.</param>
    /// <param name="Why">The reason for the last change.</param>
    /// <param name="Votes">Nodes, and <c>witness</c>.</param>
    /// <param name="Exclusive">False: served without a majority.</param>
    /// <param name="Fitness">0–255.</param>
    /// <param name="FitnessReason">What lowers it.</param>
    public sealed record Group(
        string Name,
        string? Owner,
        string Phase,
        long Epoch,
        string Why,
        IReadOnlyList<string> Votes,
        bool Exclusive,
        int Fitness,
        string FitnessReason)
    {
        /// <summary>How its last start on this node went; null = none since the daemon started.</summary>
        public Takeover? LastTakeover { get; init; }

        /// <summary>Who has each address; empty before the first look.</summary>
        public IReadOnlyList<Holder> Holders { get; init; } = [];
    }

    /// <param name="Epoch">Of its lease.</param>
    /// <param name="Over">It runs, or has failed.</param>
    /// <param name="Trouble">Why it failed; null = it did not.</param>
    /// <param name="FailoverSeconds">By phase.</param>
    public sealed record Takeover(long Epoch, bool Over, string? Trouble, IReadOnlyDictionary<string, double> FailoverSeconds);

    /// <param name="Address">Of the group.</param>
    /// <param name="OnInterface">An interface of this node has it; null = its mover puts it on none.</param>
    /// <param name="Aws">Where AWS sends it; null = nowhere, or not known.</param>
    /// <param name="Node">The node that this is.</param>
    /// <param name="AgeSeconds">Age of the answer; null = there was none yet.</param>
    /// <param name="Trouble">Why the last question had no answer.</param>
    /// <param name="Contradiction">What of it contradicts the owner.</param>
    public sealed record Holder(string Address, bool? OnInterface, string? Aws, string? Node, double? AgeSeconds, string? Trouble, string? Contradiction);

    public sealed record Node(string Name, bool IsAlive, double? SilentSeconds, bool? SameFile)
    {
        /// <summary>Sections in which its file differs.</summary>
        public required IReadOnlyList<string> DiffersIn { get; init; }

        /// <summary>It has the same drains and weights; null = not known.</summary>
        public bool? SameSettings { get; init; }
    }

    /// <param name="Node">The peer.</param>
    /// <param name="HasAll">It has acknowledged a full copy, and nothing was lost since.</param>
    /// <param name="LagMilliseconds">From a change to its acknowledgement.</param>
    /// <param name="Changes">Sent since the daemon started.</param>
    /// <param name="Bytes">Sent since the daemon started.</param>
    public sealed record Sync(string Node, bool HasAll, Lag LagMilliseconds, long Changes, long Bytes);

    public sealed record Lag(double Median, double P99, double Mean);

    public sealed record Link(string Node, string Address, double Loss, double? RoundTripMilliseconds, double? SilentSeconds);

    public sealed record Witness(string? Endpoint, double? LatencyMilliseconds, string? Trouble);

    public sealed record Service(string Name, string Listen, IReadOnlyList<Server> Servers)
    {
        /// <summary>The server with that address; the port may be left out.</summary>
        public Server this[string address] =>
            Servers.First(server => server.Address == address || server.Address.StartsWith(address + ":", StringComparison.Ordinal));
    }

    public sealed record Server(
        string Address, string Forward, int Weight, string State, string Reason, bool Drained, long Active, long Inactive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DirectorStatus))]
internal sealed partial class DirectorJson : JsonSerializerContext;
