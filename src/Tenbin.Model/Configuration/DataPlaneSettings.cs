using System.Collections.Immutable;

namespace Tenbin.Model.Configuration;

/// <summary>Where the <c>ebpf</c> data plane meets packets.</summary>
public enum Hook
{
    /// <summary>tc ingress on every interface.</summary>
    Tc,

    /// <summary>XDP in front of tc; what XDP cannot send itself goes on to tc.</summary>
    Xdp,
}

/// <summary>What becomes of a new session when the session table is full.</summary>
public enum FullTable
{
    /// <summary>The new session is refused.</summary>
    Refuse,

    /// <summary>The oldest half-open TCP session gives way.</summary>
    DropHalfOpen,
}

/// <summary>Key <c>data-plane</c>.</summary>
public sealed record DataPlaneSettings
{
    /// <summary>Key <c>hook</c>: <c>auto</c> (= tc), <c>tc</c> or <c>xdp</c>.</summary>
    public Hook Hook { get; init; } = Hook.Tc;

    /// <summary>Key <c>interfaces</c>: names; empty means every Ethernet interface that has no master.</summary>
    public ImmutableArray<string> Interfaces { get; init; } = [];

    /// <summary>Key <c>limits</c>.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>Key <c>timeouts</c>.</summary>
    public SessionTimeouts Timeouts { get; init; } = new();

    /// <summary>Key <c>full-table</c>.</summary>
    public FullTable FullTable { get; init; } = FullTable.Refuse;

    /// <summary>By value, lists item by item.</summary>
    public bool Equals(DataPlaneSettings? other) =>
        other is not null
        && Hook == other.Hook
        && Interfaces.SequenceEqual(other.Interfaces)
        && Limits == other.Limits
        && Timeouts == other.Timeouts
        && FullTable == other.FullTable;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hook, Interfaces.Length, Limits, Timeouts, FullTable);
}

/// <summary>Sizes of the kernel tables. Changing one needs <c>tenbin clear</c> and a restart.</summary>
public sealed record Limits
{
    /// <summary>Virtual services.</summary>
    public int Services { get; init; } = 4_096;

    /// <summary>Real servers, counted once for each service that uses them.</summary>
    public int Servers { get; init; } = 65_536;

    /// <summary>Sessions live at once.</summary>
    public int Sessions { get; init; } = 1_000_000;
}

/// <summary>Idle times after which a session ends; defaults are those of LVS (<c>ipvsadm --set</c>).</summary>
public sealed record SessionTimeouts
{
    /// <summary>Established TCP.</summary>
    public TimeSpan Tcp { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>TCP after a FIN.</summary>
    public TimeSpan TcpFin { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>UDP.</summary>
    public TimeSpan Udp { get; init; } = TimeSpan.FromSeconds(300);
}
