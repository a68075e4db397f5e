using System.Collections.Immutable;
using System.Net;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.Local;

/// <summary>Addresses that a daemon with mover <c>local</c> has left on interfaces.</summary>
public static class LeftAddresses
{
    /// <summary>
    /// Removes them from every interface of the calling thread's network namespace but <c>lo</c>, where a dsr real server
    /// keeps its own. Needs CAP_NET_ADMIN.
    /// </summary>
    /// <returns>A sentence for each one removed.</returns>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static ImmutableArray<string> Remove(IReadOnlySet<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        using var netlink = RouteNetlink.Open();
        var links = netlink.Links().Where(link => !link.IsLoopback).ToDictionary(link => link.Index);
        return
        [
            .. from held in netlink.Addresses()
               where addresses.Contains(held.Address) && links.ContainsKey(held.InterfaceIndex)
                   && netlink.RemoveAddress(held.InterfaceIndex, held.Address, held.PrefixLength)
               select $"removed the group address {held.Address}/{held.PrefixLength} from {links[held.InterfaceIndex].Name}",
        ];
    }
}
