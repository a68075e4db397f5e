using System.Collections.Immutable;

namespace Tenbin.Director.Api;

/// <summary>One virtual service.</summary>
public sealed record ServiceStatus
{
    /// <summary>Name in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Where clients connect, e.g. <c>172.18.1.199:80/tcp</c>.</summary>
    public required string Listen { get; init; }

    /// <summary>Other addresses where it gets its packets: the director's own, where an Elastic IP comes to that. Counted with it.</summary>
    public ImmutableArray<string> Aliases { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Name as in the file: <c>wlc</c>, <c>mh</c> …</summary>
    public required string Scheduler { get; init; }

    /// <summary>Time for which a client keeps its server; null = no persistence.</summary>
    public double? PersistenceSeconds { get; init; }

    /// <summary>Totals since the service was made.</summary>
    public required TrafficTotals Totals { get; init; }

    /// <summary>Per second, over the last second.</summary>
    public required TrafficRates Rates { get; init; }

    /// <summary>In file order, the fallback last.</summary>
    public required ImmutableArray<ServerStatus> Servers { get; init; }
}

/// <summary>One real server of a service.</summary>
public sealed record ServerStatus
{
    /// <summary>Address and port.</summary>
    public required string Address { get; init; }

    /// <summary><c>nat</c> or <c>dsr</c>.</summary>
    public required string Forward { get; init; }

    /// <summary>Weight in force.</summary>
    public required int Weight { get; init; }

    /// <summary>Weight in the file.</summary>
    public required int FileWeight { get; init; }

    /// <summary>What it is doing now.</summary>
    public required ServerState State { get; init; }

    /// <summary>Why; empty when there is nothing to say.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when the checks have found what they find; null for a server without a state of its own.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>An operator has drained it.</summary>
    public required bool Drained { get; init; }

    /// <summary>It is the fallback of its service.</summary>
    public required bool Fallback { get; init; }

    /// <summary>Established sessions.</summary>
    public required long Active { get; init; }

    /// <summary>Other live sessions.</summary>
    public required long Inactive { get; init; }

    /// <summary>Totals since the server was added.</summary>
    public required TrafficTotals Totals { get; init; }

    /// <summary>Per second, over the last second.</summary>
    public required TrafficRates Rates { get; init; }

    /// <summary>How it is reached, or why it is not.</summary>
    public required string NextHop { get; init; }

    /// <summary>False while no next hop is known.</summary>
    public required bool Reachable { get; init; }
}

/// <summary>What a real server is doing.</summary>
public enum ServerState
{
    /// <summary>Takes new sessions.</summary>
    Up,

    /// <summary>Its checks fail: no new sessions.</summary>
    Down,

    /// <summary>No check has finished yet: no traffic.</summary>
    Unknown,

    /// <summary>Keeps its sessions, gets no new ones.</summary>
    Draining,

    /// <summary>A fallback in use: no real server of the service is up.</summary>
    Fallback,

    /// <summary>A fallback at rest.</summary>
    Standby,
}
