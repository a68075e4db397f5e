using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Model.Configuration;

/// <summary>Key <c>masquerade</c> of a group: its owner is the way out for machines without a public address, such as nat real servers. IPv4.</summary>
/// <param name="From">Key <c>from</c>: their networks; what goes from one to another keeps its source.</param>
public sealed record GroupMasquerade(ImmutableArray<IPNetwork> From)
{
    /// <summary>Key <c>interface</c>: only what leaves by it; null = any.</summary>
    public string? Interface { get; init; }

    /// <summary>Key <c>source</c>, an address of the group: what they seem to come from; null = the leaving interface's own.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>By value, networks item by item.</summary>
    public bool Equals(GroupMasquerade? other) =>
        other is not null && From.SequenceEqual(other.From) && Interface == other.Interface && Equals(Source, other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From.Length, Interface, Source);

    /// <summary><c>172.18.1.0/24 by eth0 as 172.18.1.199</c>.</summary>
    public override string ToString() => $"{string.Join(", ", From)}{(Interface is null ? "" : $" by {Interface}")}{(Source is null ? "" : $" as {Source}")}";
}
