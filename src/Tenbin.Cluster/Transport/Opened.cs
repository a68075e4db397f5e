namespace Tenbin.Cluster.Transport;

/// <summary>What came of a datagram.</summary>
internal readonly record struct Opened(FrameVerdict Verdict)
{
    /// <summary>Who sent it, once that is known.</summary>
    public Peer? Peer { get; init; }

    /// <summary>What the payload is part of, when delivered.</summary>
    public Channel Channel { get; init; }

    /// <summary>Bytes of payload, when delivered.</summary>
    public int Length { get; init; }

    /// <summary>A hello to be sent back over the same link, with this echo.</summary>
    public SessionId? Reply { get; init; }

    public TransportEvent Event { get; init; }
}

/// <summary>What an operator should know of a greeting.</summary>
internal enum TransportEvent
{
    None,

    /// <summary>A peer is confirmed, for the first time or after its restart.</summary>
    PeerConfirmed,

    /// <summary>A peer knew this node under a higher incarnation; this node has gone above it.</summary>
    IncarnationRaised,

    /// <summary>That happened too often: another machine runs under this node's id.</summary>
    IdContested,
}
