using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Routing;

/// <content>Routes.</content>
public sealed partial class GroupRouting
{
    /// <summary>Puts a route in place; one of Tenbin's own that leads elsewhere goes.</summary>
    /// <exception cref="ResourceException">It cannot be, with the reason and the remedy.</exception>
    public void Add(GroupRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        _ = Guard($"route {route}", "cannot be put in place", "; compare 'via', 'interface' and 'source' of this route with 'ip address' here", () =>
        {
            var wanted = Wanted(route);
            var own = Own(route);
            foreach (var other in own.Where(other => !IsSame(other, wanted)))
            {
                Remove(other, route);
            }

            if (own.Any(found => IsSame(found, wanted)))
            {
                LogRouteAdopted(route);
            }
            else if (_netlink.AddRoute(wanted))
            {
                LogRouteAdded(route);
            }
            else if (Stranger(wanted) is { } stranger)
            {
                LogRouteForeign(route, stranger.Protocol);
            }
            else
            {
                throw new ResourceException(
                    $"route {route} cannot be put in place: another program has put a different route with this destination and metric into table {route.Table} ('ip route show table {route.Table}' shows it); remove that, or give this one another 'metric' or 'table'");
            }

            return true;
        });
    }

    /// <summary>Removes a route, wherever it leads, if Tenbin made it. Not there is success.</summary>
    /// <exception cref="ResourceException">It could not be, and is still there.</exception>
    public void Remove(GroupRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        _ = Guard($"route {route}", "cannot be removed", "", () =>
        {
            foreach (var own in Own(route))
            {
                Remove(own, route);
            }

            return true;
        });
    }

    /// <summary>Looks whether what <see cref="Add(GroupRoute)"/> made is still there: null when it is, else what is wrong, as a clause for people.</summary>
    /// <exception cref="ResourceException">It cannot be told.</exception>
    public string? FindFault(GroupRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return Guard($"route {route}", "cannot be looked for", "", () =>
        {
            var wanted = Wanted(route);
            var own = Own(route);
            return own.Any(found => IsSame(found, wanted)) || Stranger(wanted) is not null ? null
                : own.Count > 0 ? "the route leads elsewhere now"
                : "the route is not there";
        });
    }

    internal static bool IsOf(GroupRoute route, TableRoute found) =>
        found.Destination.Equals(route.To) && found.Table == route.Table && found.Metric == route.Metric;

    private static bool IsSame(TableRoute found, TableRoute wanted) =>
        found.Kind == RouteKind.Unicast
        && Equals(found.Gateway, wanted.Gateway)
        && Equals(found.Source, wanted.Source)
        && (wanted.InterfaceIndex is null || found.InterfaceIndex == wanted.InterfaceIndex);

    private TableRoute Wanted(GroupRoute route) => new(route.To, (uint)route.Table, (uint)route.Metric)
    {
        Gateway = route.Via,
        Source = route.Source,
        InterfaceIndex = route.Interface is { } name ? IndexOf(name, route) : null,
        Protocol = Protocol,
    };

    private int IndexOf(string name, GroupRoute route)
    {
        var links = _netlink.Links();
        return links.FirstOrDefault(link => link.Name == name)?.Index ?? throw new ResourceException(
            $"route {route}: there is no interface '{name}' here, only {string.Join(", ", links.Select(link => link.Name))}; correct 'interface' of this route, or bring the interface up");
    }

    private List<TableRoute> Own(GroupRoute route) =>
        [.. _netlink.Routes(Protocol, (uint)route.Table).Where(found => IsOf(route, found))];

    /// <summary>The very same route, made by another program.</summary>
    private TableRoute? Stranger(TableRoute wanted) => _netlink.Routes(table: wanted.Table).FirstOrDefault(found =>
        found.Protocol != Protocol && found.Destination.Equals(wanted.Destination) && found.Metric == wanted.Metric && IsSame(found, wanted));

    private void Remove(TableRoute own, GroupRoute route)
    {
        if (_netlink.RemoveRoute(own))
        {
            LogRouteRemoved(route);
        }
    }
}
