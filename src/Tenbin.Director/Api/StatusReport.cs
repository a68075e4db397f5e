using System.Collections.Immutable;

namespace Tenbin.Director.Api;

/// <summary>Answer of <c>GET /v1/status</c>. Times are UTC, for people; durations are seconds.</summary>
public sealed record StatusReport
{
    /// <summary>The daemon.</summary>
    public required DaemonStatus Daemon { get; init; }

    /// <summary>The configuration in force.</summary>
    public required ConfigStatus Config { get; init; }

    /// <summary>What forwards packets.</summary>
    public required DataPlaneStatus DataPlane { get; init; }

    /// <summary>The cluster; null = this director stands alone.</summary>
    public ClusterStatus? Cluster { get; init; }

    /// <summary>In file order.</summary>
    public required ImmutableArray<ServiceStatus> Services { get; init; }

    /// <summary>What an operator should look at, one sentence each; empty when all is well.</summary>
    public required ImmutableArray<string> Warnings { get; init; }
}

/// <summary>The daemon itself.</summary>
/// <param name="Version">Program version.</param>
/// <param name="Pid">Process id.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="UptimeSeconds">Since then.</param>
public sealed record DaemonStatus(string Version, int Pid, DateTimeOffset StartedAt, double UptimeSeconds);

/// <summary>The configuration in force.</summary>
/// <param name="File">Its path.</param>
/// <param name="LoadedAt">When it was loaded.</param>
/// <param name="Refused">The last reload, if it was refused; null after a good one.</param>
public sealed record ConfigStatus(string File, DateTimeOffset LoadedAt, RefusedReload? Refused);

/// <summary>A reload that was refused: the configuration before it goes on.</summary>
/// <param name="At">When.</param>
/// <param name="Errors">Every reason, as <c>file:line:column: message</c> where it has a place.</param>
public sealed record RefusedReload(DateTimeOffset At, ImmutableArray<string> Errors);

/// <summary>What forwards packets.</summary>
public sealed record DataPlaneStatus
{
    /// <summary><c>ebpf</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where packets are met.</summary>
    public required ImmutableArray<AttachmentStatus> Attachments { get; init; }

    /// <summary>Live sessions.</summary>
    public required long Sessions { get; init; }

    /// <summary>Sessions that fit.</summary>
    public required long SessionLimit { get; init; }

    /// <summary>Kernel memory of all tables, bytes.</summary>
    public required long KernelMemory { get; init; }

    /// <summary>Named packet events since the tables were made.</summary>
    public required ImmutableSortedDictionary<string, long> Events { get; init; }

    /// <summary>Why the kernel does not hold the desired state; null while it does.</summary>
    public string? Problem { get; init; }
}

/// <summary>One attached program.</summary>
/// <param name="Interface">Interface name.</param>
/// <param name="Hook"><c>tc</c> or <c>xdp</c>.</param>
public sealed record AttachmentStatus(string Interface, string Hook);
