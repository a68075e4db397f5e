using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Api;

public sealed class RouteTests
{
    private const string Overlay = "192.0.2.1/32";
    private static readonly string Table = Vpc.RouteTableId(), Lvs01 = Vpc.InterfaceId("lvs01"), Lvs02 = Vpc.InterfaceId("lvs02");
    private readonly ApiBench _bench = ApiBench.Article();

    [Fact]
    public async Task Overlay_route_is_made_replaced_described_and_deleted()
    {
        await _bench.Call("CreateRoute", ("RouteTableId", Table), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", Lvs01));
        Assert.Equal(Lvs01, Target());
        Assert.Equal((400, "RouteAlreadyExists"), await _bench.Refused("CreateRoute", ("RouteTableId", Table), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", Lvs02)));

        await _bench.Call("ReplaceRoute", ("RouteTableId", Table), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", Lvs02));
        Assert.Equal(Lvs02, Target());
        var shown = await _bench.Call("DescribeRouteTables", ("RouteTableId.1", Table));
        Assert.Equal(["172.18.0.0/16", "0.0.0.0/0", Overlay], ApiBench.Values(shown, "destinationCidrBlock"));
        Assert.Equal(["active", "active", "active", "active"], ApiBench.Values(shown, "state").Take(4));

        await _bench.Call("DeleteRoute", ("RouteTableId", Table), ("DestinationCidrBlock", Overlay));
        Assert.Null(Target());
        Assert.Equal((400, "InvalidRoute.NotFound"), await _bench.Refused("DeleteRoute", ("RouteTableId", Table), ("DestinationCidrBlock", Overlay)));
    }

    [Fact]
    public async Task Route_to_a_stopped_instance_is_shown_as_a_black_hole()
    {
        await _bench.Call("CreateRoute", ("RouteTableId", Table), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", Lvs01));
        _bench.Control.Change(book => book.With(book.Instances.Values.Single(one => one.Name == "lvs01") with { Running = false }));

        Assert.Contains("blackhole", ApiBench.Values(await _bench.Call("DescribeRouteTables"), "state"));
    }

    [Fact]
    public async Task Route_inside_the_vpc_must_be_a_whole_subnets()
    {
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("CreateRoute", ("RouteTableId", Table), ("DestinationCidrBlock", "172.18.1.199/32"), ("NetworkInterfaceId", Lvs01)));
        await _bench.Call("CreateRoute", ("RouteTableId", Table), ("DestinationCidrBlock", "172.18.1.0/24"), ("NetworkInterfaceId", Lvs01));
    }

    [Fact]
    public async Task Wrong_ids_are_refused()
    {
        Assert.Equal((400, "InvalidRouteTableID.NotFound"), await _bench.Refused("ReplaceRoute", ("RouteTableId", "rtb-1"), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", Lvs01)));
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("ReplaceRoute", ("RouteTableId", Table), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", Lvs01)));
        Assert.Equal((400, "InvalidNetworkInterfaceID.NotFound"), await _bench.Refused("CreateRoute", ("RouteTableId", Table), ("DestinationCidrBlock", Overlay), ("NetworkInterfaceId", "eni-1")));
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("DeleteRoute", ("RouteTableId", Table), ("DestinationCidrBlock", "172.18.0.0/16")));
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("DeleteRoute", ("RouteTableId", Table), ("DestinationCidrBlock", "everything")));
    }

    private string? Target() => _bench.Control.Book.RouteTables[Table].Routes
        .FirstOrDefault(route => route.Destination == Cidr.Parse(Overlay) && route.Target == RouteTarget.Interface)?.TargetId;
}
