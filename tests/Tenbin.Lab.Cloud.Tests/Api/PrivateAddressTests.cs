using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Api;

public sealed class PrivateAddressTests
{
    private const string Web = "172.18.1.199", Db = "172.18.1.200", WebPublic = "203.0.113.10";
    private static readonly string Lvs01 = Vpc.InterfaceId("lvs01"), Lvs02 = Vpc.InterfaceId("lvs02");
    private readonly ApiBench _bench = ApiBench.Article();

    [Fact]
    public async Task Addresses_move_in_one_call_and_their_elastic_ip_goes_along()
    {
        var answer = await _bench.Call("AssignPrivateIpAddresses", ("NetworkInterfaceId", Lvs02), ("PrivateIpAddress.1", Web), ("PrivateIpAddress.2", Db), ("AllowReassignment", "true"));

        Assert.Equal([Web, Db], ApiBench.Values(answer, "privateIpAddress"));
        Assert.Equal(["172.18.1.23"], Addresses(Lvs01));
        Assert.Equal(["172.18.1.25", Web, Db], Addresses(Lvs02));
        Assert.Equal((Lvs02, Ip.Parse(Web)), Held(WebPublic));
        Assert.Equal(_bench.Control.Book, _bench.Published[^1]);
    }

    [Fact]
    public async Task Address_that_another_holds_does_not_move_unasked()
    {
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("AssignPrivateIpAddresses", ("NetworkInterfaceId", Lvs02), ("PrivateIpAddress.1", Web)));

        Assert.Contains(Web, Addresses(Lvs01));
        Assert.Empty(_bench.Published);
    }

    [Fact]
    public async Task Primary_address_never_moves()
    {
        Assert.Equal(
            (400, "InvalidParameterValue"),
            await _bench.Refused("AssignPrivateIpAddresses", ("NetworkInterfaceId", Lvs02), ("PrivateIpAddress.1", "172.18.1.23"), ("AllowReassignment", "true")));
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("UnassignPrivateIpAddresses", ("NetworkInterfaceId", Lvs01), ("PrivateIpAddress.1", "172.18.1.23")));
    }

    [Theory]
    [InlineData("172.18.2.5")]
    [InlineData("172.18.1.1")]
    [InlineData("172.18.1.3")]
    [InlineData("172.18.1.255")]
    [InlineData("nonsense")]
    public async Task Address_outside_the_subnet_or_reserved_in_it_is_refused(string address)
    {
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("AssignPrivateIpAddresses", ("NetworkInterfaceId", Lvs01), ("PrivateIpAddress.1", address)));
    }

    /// <summary>Trap 9: t3.small has room for four.</summary>
    [Fact]
    public async Task Limit_of_the_instance_type_is_kept_and_what_is_there_counts_once()
    {
        await _bench.Call("AssignPrivateIpAddresses", ("NetworkInterfaceId", Lvs01), ("PrivateIpAddress.1", "172.18.1.101"), ("PrivateIpAddress.2", Web));
        Assert.Equal(4, Addresses(Lvs01).Length);

        Assert.Equal((400, "PrivateIpAddressLimitExceeded"), await _bench.Refused("AssignPrivateIpAddresses", ("NetworkInterfaceId", Lvs01), ("PrivateIpAddress.1", "172.18.1.102")));
    }

    [Fact]
    public async Task Address_that_is_unassigned_loses_its_elastic_ip_and_cannot_be_unassigned_again()
    {
        await _bench.Call("UnassignPrivateIpAddresses", ("NetworkInterfaceId", Lvs01), ("PrivateIpAddress.1", Web));

        Assert.Null(Held(WebPublic));
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("UnassignPrivateIpAddresses", ("NetworkInterfaceId", Lvs01), ("PrivateIpAddress.1", Web)));
    }

    [Fact]
    public async Task Number_of_addresses_is_found_free()
    {
        var answer = await _bench.Call("AssignPrivateIpAddresses", ("NetworkInterfaceId", Lvs02), ("SecondaryPrivateIpAddressCount", "2"));

        Assert.Equal(["172.18.1.4", "172.18.1.5"], ApiBench.Values(answer, "privateIpAddress"));
    }

    [Fact]
    public async Task Unknown_interface_and_dry_run_are_refused()
    {
        Assert.Equal((400, "InvalidNetworkInterfaceID.NotFound"), await _bench.Refused("AssignPrivateIpAddresses", ("NetworkInterfaceId", "eni-1"), ("PrivateIpAddress.1", Web)));
        Assert.Equal((400, "MissingParameter"), await _bench.Refused("AssignPrivateIpAddresses", ("PrivateIpAddress.1", Web)));
        Assert.Equal((400, "UnknownParameter"), await _bench.Refused("AssignPrivateIpAddresses", ("NetworkInterfaceId", Lvs01), ("PrivateIpAddress.1", Web), ("DryRun", "true")));
    }

    [Fact]
    public async Task Ipv6_address_is_unassigned_before_another_interface_gets_it()
    {
        var bench = ApiBench.V6();
        var (one, two) = (Vpc.InterfaceId("one"), Vpc.InterfaceId("two"));
        Assert.Equal((400, "InvalidIPAddress.InUse"), await bench.Refused("AssignIpv6Addresses", ("NetworkInterfaceId", two), ("Ipv6Addresses.1", "2001:db8:12:1::99")));

        var gone = await bench.Call("UnassignIpv6Addresses", ("NetworkInterfaceId", one), ("Ipv6Addresses.1", "2001:db8:12:1::99"));
        Assert.Equal(["2001:db8:12:1::99"], ApiBench.Values(gone, "item"));
        await bench.Call("AssignIpv6Addresses", ("NetworkInterfaceId", two), ("Ipv6Addresses.1", "2001:db8:12:1::99"));

        Assert.Contains(Ip.Parse("2001:db8:12:1::99"), bench.Control.Book.Interfaces[two].V6);
        Assert.Equal((400, "PrivateIpAddressLimitExceeded"), await bench.Refused("AssignIpv6Addresses", ("NetworkInterfaceId", two), ("Ipv6Addresses.1", "2001:db8:12:1::98")));
        Assert.Equal((400, "InvalidParameterValue"), await bench.Refused("AssignIpv6Addresses", ("NetworkInterfaceId", one), ("Ipv6Addresses.1", "2001:db8::1")));
    }

    private string[] Addresses(string id) => [.. _bench.Control.Book.Interfaces[id].V4.Select(address => address.ToString())];

    private (string, Ip)? Held(string publicIp) =>
        _bench.Control.Book.ElasticIps[Vpc.AllocationId(publicIp)].Association is { } held ? (held.InterfaceId, held.Private) : null;
}
