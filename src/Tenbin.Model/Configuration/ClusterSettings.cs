using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Model.Configuration;

/// <summary>Key <c>cluster</c>.</summary>
public sealed record ClusterSettings
{
    /// <summary>UDP port of the links.</summary>
    public const int DefaultPort = 6946;

    /// <summary>What <see cref="MovesPerHour"/> is when the file does not say it.</summary>
    public const int DefaultMovesPerHour = 10;

    /// <summary>The most groups: a heartbeat is one datagram, and tells of all of them.</summary>
    public const int MaxGroups = 48;

    /// <summary>Key <c>key-file</c>: made by <c>tenbin key new</c>, with the same content on every node. A relative path is already joined to where the configuration file lies.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Key <c>nodes</c>, two to seven, in file order; names and addresses are unique; each has equally many addresses, the n-th all of one family. The order is the same on every node.</summary>
    public required ImmutableArray<ClusterNode> Nodes { get; init; }

    /// <summary>Key <c>port</c>.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Key <c>heartbeat</c>.</summary>
    public HeartbeatTiming Heartbeat { get; init; } = HeartbeatTiming.Default;

    /// <summary>Key <c>witness</c>, for a pair; null = none.</summary>
    public WitnessSettings? Witness { get; init; }

    /// <summary>Key <c>without-majority</c>.</summary>
    public WithoutMajority WithoutMajority { get; init; } = WithoutMajority.Stop;

    /// <summary>Key <c>gateways</c>: a node that reaches none of these by ping steps back; empty = no such check.</summary>
    public ImmutableArray<IPAddress> Gateways { get; init; } = [];

    /// <summary>Key <c>moves-per-hour</c>: groups move by themselves, other than away from a dead node, at most so often.</summary>
    public int MovesPerHour { get; init; } = DefaultMovesPerHour;

    /// <summary>Names the cluster in a witness that several share.</summary>
    public string Name => string.Join('+', Nodes.Select(node => node.Name));

    /// <summary>By value, lists item by item.</summary>
    public bool Equals(ClusterSettings? other) =>
        other is not null
        && KeyFile == other.KeyFile
        && Nodes.SequenceEqual(other.Nodes)
        && Port == other.Port
        && Heartbeat == other.Heartbeat
        && Witness == other.Witness
        && WithoutMajority == other.WithoutMajority
        && Gateways.SequenceEqual(other.Gateways)
        && MovesPerHour == other.MovesPerHour;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(KeyFile, Nodes.Length, Port, Heartbeat);
}

/// <summary>A director as a member.</summary>
/// <param name="Name">Its key in the file, e.g. its host name.</param>
/// <param name="Addresses">One for each link; every node has equally many, and the n-th of one talks to the n-th of another.</param>
public sealed record ClusterNode(string Name, ImmutableArray<IPAddress> Addresses)
{
    /// <summary>By value, addresses item by item.</summary>
    public bool Equals(ClusterNode? other) => other is not null && Name == other.Name && Addresses.SequenceEqual(other.Addresses);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Addresses.Length);
}

/// <summary>What a node does that cannot reach a majority of the votes.</summary>
public enum WithoutMajority
{
    /// <summary>It serves nothing.</summary>
    Stop,

    /// <summary>A pair only: it serves alone when its peer falls silent; with a cut link both may serve.</summary>
    Serve,
}
