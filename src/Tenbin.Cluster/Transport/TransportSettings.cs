using System.Collections.Immutable;

namespace Tenbin.Cluster.Transport;

/// <summary>Who talks to whom.</summary>
public sealed record TransportSettings
{
    /// <summary>Id of this node, one of <see cref="Members"/>.</summary>
    public required byte Self { get; init; }

    /// <summary>All nodes, this one included, each with equally many links.</summary>
    public required ImmutableArray<ClusterMember> Members { get; init; }

    /// <summary>
    /// Above 0 and larger at each start of the daemon, such as the wall clock's ticks: a hint only. Where a peer knows a larger
    /// one, the node goes above that by itself.
    /// </summary>
    public required ulong Incarnation { get; init; }

    /// <summary>The oldest protocol version that this build speaks.</summary>
    public byte OldestVersion { get; init; } = 1;

    /// <summary>The newest protocol version that this build speaks.</summary>
    public byte NewestVersion { get; init; } = 1;

    /// <summary>Its name in the file, for messages.</summary>
    internal string NameOf(byte id) => Members.FirstOrDefault(member => member.Id == id)?.Name ?? $"node {id}";

    /// <exception cref="ArgumentException">The values cannot belong together.</exception>
    internal void Check()
    {
        if (Members.All(member => member.Id != Self)
            || Members.Select(member => member.Id).Distinct().Count() != Members.Length
            || Members.Any(member => member.Links.Length != Members[0].Links.Length)
            || Members[0].Links.Length is 0 or > byte.MaxValue)
        {
            throw new ArgumentException("Members need distinct ids, this node among them, and each the same number of links.");
        }

        if (Incarnation == 0 || OldestVersion > NewestVersion)
        {
            throw new ArgumentException("An incarnation is above 0, and the oldest version not above the newest.");
        }
    }
}
