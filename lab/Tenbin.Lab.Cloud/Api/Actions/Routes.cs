using System.Xml.Linq;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Api.Xml;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Api.Actions;

/// <summary>Route tables.</summary>
internal static class Routes
{
    public static IEnumerable<XElement?> Describe(Ec2Call call)
    {
        var book = call.Book;
        var found = Filtering.Fit(
            Filtering.ByIds(book.RouteTables, call.Query.List("RouteTableId"), Errors.NoRouteTable),
            call.Query.Filters(),
            (table, filter) => filter switch
            {
                "route-table-id" => [table.Id],
                "vpc-id" => [book.VpcId],
                "association.subnet-id" => SubnetsOf(book, table),
                "route.destination-cidr-block" => table.Routes.Where(route => route.Destination.Network.IsV4).Select(route => route.Destination.ToString()),
                "route.destination-ipv6-cidr-block" => table.Routes.Where(route => !route.Destination.Network.IsV4).Select(route => route.Destination.ToString()),
                _ => null,
            });
        return
        [
            X.Set("routeTableSet", found, table =>
            [
                X.Value("routeTableId", table.Id),
                X.Value("vpcId", book.VpcId),
                X.Value("ownerId", book.Account),
                X.Set("routeSet", table.Routes, route => Route(book, route)),
                X.Set("associationSet", SubnetsOf(book, table), subnet =>
                [
                    X.Value("routeTableAssociationId", "rtbassoc-" + subnet[7..]),
                    X.Value("routeTableId", table.Id),
                    X.Value("subnetId", subnet),
                    X.Value("main", false),
                    X.Group("associationState", X.Value("state", "associated")),
                ]),
                X.Set<string>("propagatingVgwSet", [], _ => []),
                X.Set<string>("tagSet", [], _ => []),
            ]),
        ];
    }

    public static IEnumerable<XElement?> Create(Ec2Call call)
    {
        Change(call, (book, table, destination) =>
        {
            if (table.Routes.Any(route => route.Destination == destination))
            {
                throw Errors.RouteExists(destination);
            }

            return table.Routes.Add(Target(book, call.Query, destination));
        });
        return X.True;
    }

    public static IEnumerable<XElement?> Replace(Ec2Call call)
    {
        Change(call, (book, table, destination) =>
        {
            var old = table.Routes.FirstOrDefault(route => route.Destination == destination)
                ?? throw Errors.InvalidValue($"There is no route defined for '{destination}' in the route table. Use CreateRoute instead.");
            return table.Routes.Replace(old, Target(book, call.Query, destination));
        });
        return X.True;
    }

    public static IEnumerable<XElement?> Delete(Ec2Call call)
    {
        Change(call, (_, table, destination) => table.Routes.FirstOrDefault(route => route.Destination == destination) switch
        {
            null => throw Errors.NoRoute(destination, table.Id),
            { Target: RouteTarget.Local } => throw Errors.InvalidValue($"cannot remove local route {destination} in route table {table.Id}"),
            var route => table.Routes.Remove(route),
        });
        return X.True;
    }

    private static void Change(
        Ec2Call call, Func<Book, RouteTable, Cidr, System.Collections.Immutable.ImmutableArray<Route>> change)
    {
        var id = call.Query.Required("RouteTableId");
        var destination = Destination(call.Query);
        call.Control.Change(book =>
        {
            var table = book.RouteTables.TryGetValue(id, out var found) ? found : throw Errors.NoRouteTable(id);
            return book.With(table with { Routes = change(book, table, destination) });
        });
    }

    private static Cidr Destination(Query query)
    {
        var name = query.Optional("DestinationIpv6CidrBlock") is null ? "DestinationCidrBlock" : "DestinationIpv6CidrBlock";
        var text = query.Required(name);
        return Cidr.TryParse(text, out var block) && block.Network.IsV4 == (name == "DestinationCidrBlock")
            ? block
            : throw Errors.InvalidValue(text, name, "This is not a valid CIDR block.");
    }

    private static Route Target(Book book, Query query, Cidr destination)
    {
        // Inside the VPC only whole subnets may be sent elsewhere ("Middlebox routing", VPC User Guide).
        if ((book.Range.Covers(destination) || book.RangeV6?.Covers(destination) == true)
            && !book.Subnets.Values.Any(subnet => subnet.V4 == destination || subnet.V6 == destination))
        {
            throw Errors.InvalidValue($"Route destination {destination} doesn't match any subnet CIDR block");
        }

        if (query.Optional("GatewayId") is { } gateway)
        {
            return gateway.StartsWith("igw-", StringComparison.Ordinal) && gateway == GatewayId(book)
                ? new(destination, RouteTarget.InternetGateway, gateway)
                : throw Errors.NoGateway(gateway);
        }

        if (query.Optional("NetworkInterfaceId") is { } id)
        {
            return new(destination, RouteTarget.Interface, PrivateAddresses.Interface(book, id).Id);
        }

        var instance = query.Optional("InstanceId")
            ?? throw new ApiException("MissingParameter", "The request must contain exactly one of gatewayId, instanceId, networkInterfaceId");
        return new(
            destination,
            RouteTarget.Interface,
            book.Interfaces.Values.FirstOrDefault(held => held.InstanceId == instance && held.DeviceIndex == 0)?.Id ?? throw Errors.NoInstance(instance));
    }

    /// <summary>The VPC's only Internet gateway.</summary>
    public static string GatewayId(Book book) => "igw-" + book.VpcId[4..];

    private static IEnumerable<string> SubnetsOf(Book book, RouteTable table) =>
        book.Subnets.Values.Where(subnet => subnet.RouteTableId == table.Id).Select(subnet => subnet.Id).Order(StringComparer.Ordinal);

    private static IEnumerable<XElement?> Route(Book book, Route route)
    {
        var target = route.Target == RouteTarget.Interface ? book.Interfaces.GetValueOrDefault(route.TargetId) : null;
        var works = route.Target != RouteTarget.Interface || (target?.InstanceId is { } id && book.Instances[id].Running);
        return
        [
            X.Value(route.Destination.Network.IsV4 ? "destinationCidrBlock" : "destinationIpv6CidrBlock", route.Destination),
            X.Value("gatewayId", route.Target == RouteTarget.Interface ? null : route.TargetId),
            X.Value("networkInterfaceId", route.Target == RouteTarget.Interface ? route.TargetId : null),
            X.Value("instanceId", target?.InstanceId),
            X.Value("instanceOwnerId", target?.InstanceId is null ? null : book.Account),
            X.Value("state", works ? "active" : "blackhole"),
            X.Value("origin", route.Target == RouteTarget.Local ? "CreateRouteTable" : "CreateRoute"),
        ];
    }
}
