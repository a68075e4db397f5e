using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Netlink;

/// <content>Routing tables.</content>
public sealed partial class RouteNetlink
{
    private const byte ScopeLink = 253, ScopeAny = 255;

    /// <summary>Routes of IPv4 and IPv6. The kernel filters, so that those of one maker are found quickly in a large table.</summary>
    /// <param name="protocol">Only those with this <c>rtm_protocol</c>; 0 = of every maker.</param>
    /// <param name="table">Only those of this table; 0 = of all.</param>
    public IReadOnlyList<TableRoute> Routes(byte protocol = 0, uint table = 0)
    {
        var request = new NetlinkRequest(RouteMessage.GetRoute, NetlinkHeader.Dump).With(new RouteQuery { Protocol = protocol });
        if (table != 0)
        {
            request.Attribute(TableRoute.AttributeTable, table);
        }

        return _socket.Dump(request, "list routes", message =>
            TableRoute.Parse(message) is { } route && (protocol == 0 || route.Protocol == protocol) && (table == 0 || route.Table == table) ? route : null);
    }

    /// <summary>Adds a route; false when its table has one with this destination and metric already.</summary>
    /// <exception cref="LinuxException">The kernel refused, e.g. because no interface reaches the gateway.</exception>
    public bool AddRoute(TableRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        var operation = $"add route {Describe(route)}";
        var scope = route.Gateway is null && !route.IsV6 ? ScopeLink : (byte)0;
        return _socket.TryRequest(RouteRequest(RouteMessage.NewRoute, NetlinkHeader.Create | NetlinkHeader.Exclusive, route, scope), operation) switch
        {
            { Error: 0 } => true,
            { Error: Errno.EEXIST } => false,
            var error => throw new LinuxException(operation, error.Error, error.Text),
        };
    }

    /// <summary>Removes a route, if its maker was the same; false when there is none.</summary>
    public bool RemoveRoute(TableRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        var operation = $"remove route {Describe(route)}";
        return _socket.TryRequest(RouteRequest(RouteMessage.DeleteRoute, 0, route, route.IsV6 ? (byte)0 : ScopeAny), operation) switch
        {
            { Error: 0 } => true,
            { Error: Errno.ESRCH } => false,
            var error => throw new LinuxException(operation, error.Error, error.Text),
        };
    }

    private static NetlinkRequest RouteRequest(ushort type, ushort flags, TableRoute route, byte scope)
    {
        var request = new NetlinkRequest(type, (ushort)(flags | NetlinkHeader.Acknowledge))
            .With(new RouteQuery
            {
                Family = Family(route.IsV6),
                DestinationLength = (byte)route.Destination.PrefixLength,
                Protocol = route.Protocol,
                Scope = scope,
                Type = (byte)route.Kind,
            })
            .Attribute(TableRoute.AttributeDestination, route.Destination.BaseAddress)
            .Attribute(TableRoute.AttributeTable, route.Table)
            .Attribute(TableRoute.AttributeMetric, route.Metric);
        if (route.Gateway is { } gateway)
        {
            request.Attribute(TableRoute.AttributeGateway, gateway);
        }

        if (route.InterfaceIndex is { } index)
        {
            request.Attribute(TableRoute.AttributeOut, (uint)index);
        }

        return route.Source is { } source ? request.Attribute(TableRoute.AttributeSource, source) : request;
    }

    private static string Describe(TableRoute route) =>
        $"to {route.Destination}{(route.Gateway is { } gateway ? $" via {gateway}" : "")}"
        + $"{(route.InterfaceIndex is { } index ? $" by interface {index}" : "")} in table {route.Table}";
}
