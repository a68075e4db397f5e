using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Model.Configuration;

/// <summary>A whole valid configuration file. Made only by the loader, never partly valid (invariant 1).</summary>
public sealed record TenbinConfig
{
    /// <summary>What forwards packets, and its limits.</summary>
    public DataPlaneSettings DataPlane { get; init; } = new();

    /// <summary>The virtual services, in file order; names and listen addresses are unique.</summary>
    public ImmutableArray<VirtualService> Services { get; init; } = [];

    /// <summary>The cluster; null = this director stands alone.</summary>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>The groups, in file order; empty without a cluster.</summary>
    public ImmutableArray<GroupSettings> Groups { get; init; } = [];

    /// <summary>How AWS is reached, if anything of the file needs it.</summary>
    public AwsSettings Aws { get; init; } = new();

    /// <summary>The group that moves <paramref name="address"/>; null when none does.</summary>
    public GroupSettings? GroupOf(IPAddress address) => Groups.FirstOrDefault(group => group.Addresses.Any(a => a.Address.Equals(address)));

    /// <summary>What nodes compare to see whether their files mean the same. Computed anew at each call: keep it.</summary>
    public ConfigFingerprint Fingerprint() => ConfigFingerprint.Of(this);

    /// <summary>By value, lists item by item: a file read again unchanged is equal.</summary>
    public bool Equals(TenbinConfig? other) =>
        other is not null
        && DataPlane == other.DataPlane
        && Cluster == other.Cluster
        && Aws == other.Aws
        && Groups.SequenceEqual(other.Groups)
        && Services.SequenceEqual(other.Services);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DataPlane, Cluster, Groups.Length, Services.Length);
}
