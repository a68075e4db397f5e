using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Aws.Ec2;

/// <summary>A route of a VPC's table.</summary>
/// <param name="To">Destination.</param>
/// <param name="InterfaceId">The interface that it goes to; null = something else.</param>
/// <param name="IsActive">Its target is there: else it is a black hole.</param>
public sealed record VpcRoute(IPNetwork To, string? InterfaceId, bool IsActive)
{
    /// <summary>The gateway that it goes to, e.g. <c>igw-…</c>, the Internet's; null = something else, such as a NAT gateway.</summary>
    public string? GatewayId { get; init; }
}

/// <summary>A route table of a VPC.</summary>
/// <param name="Id"><c>rtb-…</c>.</param>
/// <param name="VpcId"><c>vpc-…</c>.</param>
/// <param name="Routes">Those to networks; prefix lists are left out.</param>
public sealed record RouteTable(string Id, string VpcId, ImmutableArray<VpcRoute> Routes)
{
    internal static RouteTable Read(Ec2Element item) => new(
        item.Value("routeTableId") ?? "", item.Value("vpcId") ?? "",
        [
            .. from route in item.Items("routeSet")
               let to = route.Value("destinationCidrBlock") ?? route.Value("destinationIpv6CidrBlock")
               where IPNetwork.TryParse(to, out _)
               select new VpcRoute(IPNetwork.Parse(to), route.Value("networkInterfaceId"), route.Value("state") != "blackhole") { GatewayId = route.Value("gatewayId") },
        ]);
}
