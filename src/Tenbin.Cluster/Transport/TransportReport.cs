using System.Collections.Immutable;

namespace Tenbin.Cluster.Transport;

/// <summary>State and figures of the transport at one moment.</summary>
public sealed record TransportReport
{
    /// <summary>This node's own run.</summary>
    public required ulong Incarnation { get; init; }

    /// <summary>The newest protocol version that every member is known to speak.</summary>
    public required byte AgreedVersion { get; init; }

    /// <summary>Id of the key that this node sends with.</summary>
    public required byte ActiveKey { get; init; }

    /// <summary>Every peer, in file order.</summary>
    public required ImmutableArray<PeerReport> Peers { get; init; }

    /// <summary>Every link to every peer.</summary>
    public required ImmutableArray<LinkStatistics> Links { get; init; }

    /// <summary>All datagrams that came, by what became of them and by link; those that are zero are left out.</summary>
    public required ImmutableArray<DatagramCount> Datagrams { get; init; }

    /// <summary>Errors of sockets while receiving, on all links.</summary>
    public required long ReceiveErrors { get; init; }

    /// <summary>Datagrams with that verdict, over all links.</summary>
    public long Count(FrameVerdict verdict) => Datagrams.Where(count => count.Verdict == verdict).Sum(count => count.Count);
}

/// <summary>What is known of a peer.</summary>
/// <param name="Node">Its id.</param>
/// <param name="Incarnation">Its confirmed run, with which payloads are exchanged; null = none yet.</param>
/// <param name="OldestVersion">It speaks from this protocol version; 0 = not known.</param>
/// <param name="NewestVersion">It speaks to this protocol version; 0 = not known.</param>
public sealed record PeerReport(byte Node, ulong? Incarnation, byte OldestVersion, byte NewestVersion);

/// <summary>Datagrams of one fate.</summary>
/// <param name="Link">Where they came in.</param>
/// <param name="Verdict">What became of them.</param>
/// <param name="Count">How many since the daemon started.</param>
public sealed record DatagramCount(int Link, FrameVerdict Verdict, long Count);
