using System.Collections.Immutable;

namespace Tenbin.Model.Configuration;

/// <summary>A whole valid configuration file. Made only by the loader, never partly valid (invariant 1).</summary>
public sealed record TenbinConfig
{
    /// <summary>What forwards packets, and its limits.</summary>
    public DataPlaneSettings DataPlane { get; init; } = new();

    /// <summary>The virtual services, in file order; names and listen addresses are unique.</summary>
    public ImmutableArray<VirtualService> Services { get; init; } = [];

    /// <summary>By value, lists item by item: a file read again unchanged is equal.</summary>
    public bool Equals(TenbinConfig? other) =>
        other is not null && DataPlane == other.DataPlane && Services.SequenceEqual(other.Services);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DataPlane, Services.Length);
}
