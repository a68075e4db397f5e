using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Api;

public sealed class ElasticAddressTests
{
    private const string WebPublic = "203.0.113.10";
    private static readonly string Allocation = Vpc.AllocationId(WebPublic), Lvs02 = Vpc.InterfaceId("lvs02");
    private readonly ApiBench _bench = ApiBench.Article();

    [Fact]
    public async Task Address_moves_with_reassociation_and_frees_what_the_private_one_had()
    {
        var answer = await _bench.Call("AssociateAddress", ("AllocationId", Allocation), ("NetworkInterfaceId", Lvs02), ("PrivateIpAddress", "172.18.1.25"), ("AllowReassociation", "true"));

        var held = _bench.Control.Book.ElasticIps[Allocation].Association!;
        Assert.Equal((Lvs02, Ip.Parse("172.18.1.25")), (held.InterfaceId, held.Private));
        Assert.Equal([held.Id], ApiBench.Values(answer, "associationId"));
        Assert.Null(_bench.Control.Book.ElasticIps[Vpc.AllocationId("203.0.113.25")].Association);
    }

    [Fact]
    public async Task Address_that_is_associated_stays_when_reassociation_is_forbidden()
    {
        Assert.Equal(
            (400, "Resource.AlreadyAssociated"),
            await _bench.Refused("AssociateAddress", ("AllocationId", Allocation), ("NetworkInterfaceId", Lvs02), ("AllowReassociation", "false")));
    }

    [Fact]
    public async Task Repeating_the_same_association_changes_nothing()
    {
        var before = _bench.Control.Book.ElasticIps[Allocation].Association!.Id;

        var answer = await _bench.Call(
            "AssociateAddress", ("AllocationId", Allocation), ("NetworkInterfaceId", Vpc.InterfaceId("lvs01")), ("PrivateIpAddress", "172.18.1.199"), ("AllowReassociation", "false"));

        Assert.Equal([before], ApiBench.Values(answer, "associationId"));
    }

    [Fact]
    public async Task Wrong_ids_and_addresses_are_refused()
    {
        Assert.Equal((400, "InvalidAllocationID.NotFound"), await _bench.Refused("AssociateAddress", ("AllocationId", "eipalloc-1"), ("NetworkInterfaceId", Lvs02)));
        Assert.Equal((400, "InvalidNetworkInterfaceID.NotFound"), await _bench.Refused("AssociateAddress", ("AllocationId", Allocation), ("NetworkInterfaceId", "eni-1")));
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("AssociateAddress", ("AllocationId", Allocation), ("NetworkInterfaceId", Lvs02), ("PrivateIpAddress", "172.18.1.199")));
        Assert.Equal((400, "InvalidAssociationID.NotFound"), await _bench.Refused("DisassociateAddress", ("AssociationId", "eipassoc-1")));
    }

    [Fact]
    public async Task Dry_run_changes_nothing_and_says_that_it_would_have_worked()
    {
        Assert.Equal((412, "DryRunOperation"), await _bench.Refused("AssociateAddress", ("AllocationId", Allocation), ("NetworkInterfaceId", Lvs02), ("DryRun", "true")));

        Assert.Empty(_bench.Published);
    }

    [Fact]
    public async Task Description_shows_the_association_and_filters_choose()
    {
        var answer = await _bench.Call("DescribeAddresses", ("Filter.1.Name", "public-ip"), ("Filter.1.Value.1", WebPublic));
        Assert.Equal([WebPublic], ApiBench.Values(answer, "publicIp"));
        Assert.Equal(["172.18.1.199"], ApiBench.Values(answer, "privateIpAddress"));

        await _bench.Call("DisassociateAddress", ("AssociationId", ApiBench.Values(answer, "associationId").Single()));

        Assert.Empty(ApiBench.Values(await _bench.Call("DescribeAddresses", ("AllocationId.1", Allocation)), "associationId"));
        Assert.Equal((400, "InvalidAddress.NotFound"), await _bench.Refused("DescribeAddresses", ("PublicIp.1", "203.0.113.99")));
        Assert.Equal((400, "InvalidParameterValue"), await _bench.Refused("DescribeAddresses", ("Filter.1.Name", "colour"), ("Filter.1.Value.1", "red")));
    }
}
