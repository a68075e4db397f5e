using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Transport;

/// <summary>A node as the transport sees it.</summary>
/// <param name="Id">Its number in datagrams; the same on every node.</param>
/// <param name="Name">Its name in the file.</param>
/// <param name="Links">Its address on each link; the n-th of one node talks to the n-th of another.</param>
public sealed record ClusterMember(byte Id, string Name, ImmutableArray<IPEndPoint> Links)
{
    /// <summary>The nodes of a file; the id is the place in the file, from 0.</summary>
    public static ImmutableArray<ClusterMember> From(ClusterSettings settings) =>
        [.. settings.Nodes.Select((node, place) =>
            new ClusterMember((byte)place, node.Name, [.. node.Addresses.Select(address => new IPEndPoint(address, settings.Port))]))];

    /// <summary>By value, addresses item by item.</summary>
    public bool Equals(ClusterMember? other) => other is not null && Id == other.Id && Name == other.Name && Links.SequenceEqual(other.Links);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Links.Length);
}
