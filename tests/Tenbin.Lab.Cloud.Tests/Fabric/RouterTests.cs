using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Fabric;

/// <summary>What is sent to the router's MAC goes by address and route table.</summary>
public sealed class RouterTests
{
    private readonly Bench _bench = Bench.TwoSubnets();

    [Theory]
    [InlineData("10.0.1.11", "10.0.2.11", "far")]
    [InlineData("10.0.1.11", "10.0.1.12", "two")]
    [InlineData("2001:db8:12:1::11", "2001:db8:12:2::11", "far")]
    public void Address_in_the_vpc_reaches_its_holder_from_the_routers_mac(string source, string destination, string holder)
    {
        var delivered = _bench.Delivers("one", Frames.Udp(_bench.Mac("one"), Frames.Router, source, destination), holder);

        Assert.Equal(_bench.Mac(holder), Frames.DestinationMac(delivered));
        Assert.Equal(Frames.Router, Frames.SourceMac(delivered));
        Assert.Equal(Ip.Parse(source), Frames.Source(delivered));
    }

    [Fact]
    public void Address_that_nobody_holds_is_nowhere()
    {
        _bench.Drops("one", ToRouter("one", "10.0.1.11", "10.0.2.99"), DropReason.NobodyHoldsAddress);
    }

    [Fact]
    public void Router_itself_answers_nothing()
    {
        _bench.Drops("one", Frames.Echo(_bench.Mac("one"), Frames.Router, "10.0.1.11", "10.0.1.1"), DropReason.RouterItself);
        _bench.Drops("one", ToRouter("one", "10.0.1.11", "169.254.1.1"), DropReason.NoSuchLinkLocal);
    }

    [Fact]
    public void Subnet_without_a_default_route_has_no_way_out()
    {
        _bench.Drops("far", ToRouter("far", "10.0.2.11", "198.51.100.10"), DropReason.NoRoute);
    }

    [Fact]
    public void Overlay_route_leads_to_its_interface_in_whatever_subnet()
    {
        AddRoute("inner", "192.0.2.1/32", "one");
        var toOverlay = ToRouter("far", "10.0.2.11", "192.0.2.1");
        _bench.Drops("far", toOverlay, DropReason.DestinationCheck);

        _bench.Change("one", held => held with { SourceDestCheck = false });
        _bench.Delivers("far", toOverlay, "one");
    }

    [Fact]
    public void Longest_prefix_wins()
    {
        _bench.Change("one", held => held with { SourceDestCheck = false });
        _bench.Change("two", held => held with { SourceDestCheck = false });
        AddRoute("inner", "0.0.0.0/0", "two");
        AddRoute("inner", "192.0.2.1/32", "one");

        _bench.Delivers("far", ToRouter("far", "10.0.2.11", "192.0.2.1"), "one");
        _bench.Delivers("far", ToRouter("far", "10.0.2.11", "192.0.2.2"), "two");
    }

    [Fact]
    public void Route_to_a_stopped_instance_is_a_black_hole()
    {
        AddRoute("inner", "192.0.2.1/32", "one");
        _bench.Change(book => book.With(book.Instances.Values.Single(one => one.Name == "one") with { Running = false }));

        _bench.Drops("far", ToRouter("far", "10.0.2.11", "192.0.2.1"), DropReason.BlackholeRoute);
    }

    [Fact]
    public void Metadata_are_asked_by_interface_and_answered_there()
    {
        var asked = _bench.Send("one", ToRouter("one", "10.0.1.11", "169.254.169.254"));
        var other = _bench.Send("two", ToRouter("two", "10.0.1.12", "169.254.169.254"));

        Assert.Equal(Verdict.MetadataPort, asked.Verdict.Port);
        Assert.NotEqual(Frames.Source(asked.Frame), Frames.Source(other.Frame));
        Assert.True(Frames.HasRightChecksums(asked.Frame));
        Assert.Equal((_bench.Interface("one").Port, Ip.Parse("10.0.1.11")), _bench.Lanes.EndOf(Frames.Source(asked.Frame)));
        var answer = _bench.Send(
            Verdict.MetadataPort, Frames.Udp(Forwarder.MetadataMac, Frames.Router, "169.254.169.254", Frames.Source(asked.Frame).ToString()));
        Assert.Equal(_bench.Interface("one").Port, answer.Verdict.Port);
        Assert.Equal(Ip.Parse("10.0.1.11"), Frames.Destination(answer.Frame));
        Assert.Equal(_bench.Mac("one"), Frames.DestinationMac(answer.Frame));
        Assert.True(Frames.HasRightChecksums(answer.Frame));
    }

    /// <summary>Trap 5: an instance whose gateway is another one asks as that one.</summary>
    [Fact]
    public void Metadata_asked_through_another_instance_are_that_ones()
    {
        _bench.Change("two", held => held with { SourceDestCheck = false });
        _bench.Delivers("one", Frames.Udp(_bench.Mac("one"), _bench.Mac("two"), "10.0.1.11", "169.254.169.254"), "two");

        var forwarded = _bench.Send("two", ToRouter("two", "10.0.1.11", "169.254.169.254"));

        Assert.Equal(_bench.Interface("two").Port, _bench.Lanes.EndOf(Frames.Source(forwarded.Frame))!.Value.Port);
    }

    private byte[] ToRouter(string from, string source, string destination) =>
        Frames.Udp(_bench.Mac(from), Frames.Router, source, destination);

    private void AddRoute(string table, string destination, string instance) => _bench.Change(book =>
    {
        var found = book.RouteTables[Vpc.RouteTableId(table)];
        return book.With(found with { Routes = found.Routes.Add(new(Cidr.Parse(destination), RouteTarget.Interface, Vpc.InterfaceId(instance))) });
    });
}
