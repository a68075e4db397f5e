using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Addresses.RealServers;

/// <summary>What directors need of a real server.</summary>
public sealed record RealServerWish
{
    /// <summary>Nothing: what undo wishes for.</summary>
    public static readonly RealServerWish Nothing = new();

    /// <summary>For dsr: the services' addresses, held on <c>lo</c> without a word to the link.</summary>
    public ImmutableArray<IPAddress> VirtualAddresses { get; init; } = [];

    /// <summary>For nat: the directors' address on the server's own network, at most one of each family.</summary>
    public ImmutableArray<IPAddress> Gateways { get; init; } = [];

    /// <summary>Nothing is wished for.</summary>
    public bool IsNothing => VirtualAddresses.IsEmpty && Gateways.IsEmpty;

    /// <summary>Why it cannot be; null when it can.</summary>
    public string? FindFault()
    {
        if (VirtualAddresses.Intersect(Gateways).FirstOrDefault() is { } both)
        {
            return $"{both} cannot be held here and be the gateway as well";
        }

        return Gateways.GroupBy(gateway => gateway.AddressFamily).FirstOrDefault(family => family.Distinct().Count() > 1) is { } several
            ? $"{string.Join(" and ", several)} cannot all be the default gateway: a machine has one for {(several.Key == AddressFamily.InterNetwork ? "IPv4" : "IPv6")}. Name the one that replies should go through with --gateway"
            : null;
    }

    /// <summary>By value, lists item by item.</summary>
    public bool Equals(RealServerWish? other) =>
        other is not null && VirtualAddresses.SequenceEqual(other.VirtualAddresses) && Gateways.SequenceEqual(other.Gateways);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(VirtualAddresses.Length, Gateways.Length);
}
