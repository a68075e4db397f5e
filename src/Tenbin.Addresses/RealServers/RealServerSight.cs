using System.Net;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.RealServers;

/// <summary>What a look at the machine has found.</summary>
internal sealed record RealServerSight
{
    public required IReadOnlyList<NetworkLink> Links { get; init; }

    public required IReadOnlyList<InterfaceAddress> Addresses { get; init; }

    public required IReadOnlyList<RoutingRule> Rules { get; init; }

    public required IReadOnlyList<TableRoute> Routes { get; init; }

    /// <summary>Value of a kernel setting; null when this kernel or machine has none such.</summary>
    public required Func<string, string?> Setting { get; init; }

    /// <summary>Content of a file; null when there is none.</summary>
    public required Func<string, string?> File { get; init; }

    /// <summary>Target of a symbolic link; null when there is none.</summary>
    public required Func<string, string?> Link { get; init; }

    /// <summary>systemd is what starts things here.</summary>
    public required bool HasSystemd { get; init; }

    /// <summary>Interfaces that speak ARP.</summary>
    public IEnumerable<NetworkLink> Ethernet => Links.Where(link => !link.IsLoopback && link.Mac is not null);

    /// <summary>Where an address is held; empty when nowhere.</summary>
    public IEnumerable<NetworkLink> HoldersOf(IPAddress address) =>
        from held in Addresses
        where held.Address.Equals(address)
        from link in Links
        where link.Index == held.InterfaceIndex
        select link;
}
