using System.Net;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Local;

/// <summary>Which interface an address belongs on. Pure.</summary>
internal static class InterfaceChoice
{
    /// <summary>The configured one, else the one with another address in the same network.</summary>
    /// <param name="wanted">The address.</param>
    /// <param name="links">All interfaces.</param>
    /// <param name="addresses">All addresses.</param>
    /// <exception cref="ResourceException">None, or more than one.</exception>
    public static NetworkLink Find(GroupAddress wanted, IReadOnlyList<NetworkLink> links, IReadOnlyList<InterfaceAddress> addresses)
    {
        if (wanted.Interface is { } name)
        {
            return links.FirstOrDefault(link => link.Name == name)
                ?? throw new ResourceException($"address {wanted.Address}: there is no interface '{name}' here, only {Names(links)}; correct 'interface' of this address, or bring the interface up");
        }

        var found = links.Where(link => !link.IsLoopback && NeighboursOf(wanted, link, addresses).Any()).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new ResourceException(
                $"address {wanted.Address}/{wanted.PrefixLength}: no interface has another address in its network (there are {Networks(links, addresses)}); name one with 'interface', or correct the prefix length"),
            _ => throw new ResourceException(
                $"address {wanted.Address}/{wanted.PrefixLength}: {Names(found)} all have an address in its network; name the right one with 'interface'"),
        };
    }

    /// <summary>True when the interface has addresses in a wider or narrower network around the address, and none in the very same.</summary>
    public static bool OnlyOverlaps(GroupAddress wanted, NetworkLink link, IReadOnlyList<InterfaceAddress> addresses)
    {
        var around = NeighboursOf(wanted, link, addresses).ToList();
        return around.Count > 0 && around.TrueForAll(other => other.PrefixLength != wanted.PrefixLength);
    }

    /// <summary>Other addresses of the interface in the same network, by the prefix of either.</summary>
    private static IEnumerable<InterfaceAddress> NeighboursOf(GroupAddress wanted, NetworkLink link, IReadOnlyList<InterfaceAddress> addresses) =>
        addresses.Where(other => other.InterfaceIndex == link.Index
            && !other.Address.Equals(wanted.Address)
            && (InNetwork(other.Address, wanted.Address, wanted.PrefixLength) || InNetwork(wanted.Address, other.Address, other.PrefixLength)));

    internal static bool InNetwork(IPAddress address, IPAddress of, int prefixLength)
    {
        Span<byte> a = stackalloc byte[16], b = stackalloc byte[16];
        if (address.AddressFamily != of.AddressFamily || !address.TryWriteBytes(a, out var size) || !of.TryWriteBytes(b, out _))
        {
            return false;
        }

        for (var bit = 0; bit < Math.Min(prefixLength, size * 8); bit++)
        {
            if (((a[bit / 8] ^ b[bit / 8]) & (0x80 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static string Names(IReadOnlyList<NetworkLink> links) => string.Join(", ", links.Select(link => link.Name));

    private static string Networks(IReadOnlyList<NetworkLink> links, IReadOnlyList<InterfaceAddress> addresses) =>
        string.Join(", ", addresses
            .Select(address => (address, link: links.FirstOrDefault(link => link.Index == address.InterfaceIndex)))
            .Where(pair => pair.link is { IsLoopback: false })
            .Select(pair => $"{pair.address.Address}/{pair.address.PrefixLength} on {pair.link!.Name}"));
}
