using System.Net;
using System.Net.Sockets;

namespace Tenbin.Cluster.Transport;

/// <summary>One link to one peer, counted since the daemon started. Only authentic datagrams with a payload count as received.</summary>
public sealed record LinkStatistics
{
    /// <summary>Id of the peer.</summary>
    public required byte Node { get; init; }

    /// <summary>Number of the link, from 0.</summary>
    public required int Link { get; init; }

    /// <summary>The peer's address on it.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>Payloads given to the kernel.</summary>
    public required long Sent { get; init; }

    /// <summary>Payloads that the kernel refused.</summary>
    public required long SendErrors { get; init; }

    /// <summary>Why it refused last; <see cref="SocketError.Success"/> = never.</summary>
    public required SocketError LastSendError { get; init; }

    /// <summary>Payloads received, copies that came over another link first included.</summary>
    public required long Received { get; init; }

    /// <summary>Of these, copies whose payload had come over another link.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Payloads that the peer sent, as gaps and other links show, and that did not come over this one.</summary>
    public required long Lost { get; init; }

    /// <summary>The same as a share of the last 128 payloads, 0 to 1.</summary>
    public required double RecentLoss { get; init; }

    /// <summary>The last round trip; null = none measured.</summary>
    public required TimeSpan? RoundTrip { get; init; }

    /// <summary>The same, smoothed over about eight; null = none measured.</summary>
    public required TimeSpan? RoundTripAverage { get; init; }

    /// <summary>When something was received last, on the boot clock, in nanoseconds; null = never.</summary>
    public required long? LastHeard { get; init; }
}
