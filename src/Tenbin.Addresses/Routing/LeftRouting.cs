using System.Collections.Immutable;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Routing;

/// <summary>Routes and rules that a daemon has left in the kernel.</summary>
public static class LeftRouting
{
    /// <summary>
    /// Removes all that carry <see cref="GroupRouting.Protocol"/> from the calling thread's network namespace, but for
    /// those of the groups to be kept: they start or stop by themselves. Needs CAP_NET_ADMIN.
    /// </summary>
    /// <returns>A sentence for each one removed.</returns>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static ImmutableArray<string> Remove(IReadOnlyCollection<GroupSettings> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        using var netlink = RouteNetlink.Open();
        return
        [
            .. from rule in netlink.Rules()
               where rule.Protocol == GroupRouting.Protocol
                   && !kept.Any(settings => settings.Rules.Any(known => GroupRouting.IsOf(known, rule)))
                   && netlink.RemoveRule(rule)
               select $"removed the group rule {rule.Priority} to table {rule.Table} ({(rule.IsV6 ? "IPv6" : "IPv4")})",
            .. from route in netlink.Routes(GroupRouting.Protocol)
               where !kept.Any(settings => settings.Routes.Any(known => GroupRouting.IsOf(known, route))) && netlink.RemoveRoute(route)
               select $"removed the group route to {route.Destination} from table {route.Table}",
        ];
    }
}
