using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Api;

public sealed class DescribeTests
{
    private readonly ApiBench _bench = ApiBench.Article();

    [Fact]
    public async Task Interfaces_show_addresses_check_groups_and_associations()
    {
        var shown = await _bench.Call("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", Vpc.InterfaceId("lvs01")));

        Assert.Equal(["172.18.1.23", "172.18.1.23", "172.18.1.199", "172.18.1.200"], ApiBench.Values(shown, "privateIpAddress"));
        Assert.Equal(["true", "false", "false"], ApiBench.Values(shown, "primary"));
        Assert.Equal(["false"], ApiBench.Values(shown, "sourceDestCheck"));
        Assert.Equal(["203.0.113.23", "203.0.113.23", "203.0.113.10"], ApiBench.Values(shown, "publicIp"));
        Assert.Equal(["02:00:ac:12:01:17"], ApiBench.Values(shown, "macAddress"));
    }

    [Fact]
    public async Task Holder_of_an_address_is_found_by_filter()
    {
        var shown = await _bench.Call("DescribeNetworkInterfaces", ("Filter.1.Name", "addresses.private-ip-address"), ("Filter.1.Value.1", "172.18.1.199"));

        Assert.Equal([Vpc.InterfaceId("lvs01")], ApiBench.Values(shown, "networkInterfaceId"));
        Assert.Equal((400, "InvalidNetworkInterfaceID.NotFound"), await _bench.Refused("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", "eni-1")));
    }

    [Fact]
    public async Task Instances_show_their_type_state_and_zone()
    {
        var shown = await _bench.Call("DescribeInstances", ("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "lvs0*"));

        Assert.Equal(2, ApiBench.Values(shown, "instanceId").Length);
        Assert.Equal(["t3.small", "t3.small"], ApiBench.Values(shown, "instanceType"));
        Assert.Equal(["ap-northeast-1a", "ap-northeast-1a"], ApiBench.Values(shown, "availabilityZone"));
        Assert.Equal((400, "InvalidInstanceID.NotFound"), await _bench.Refused("DescribeInstances", ("InstanceId.1", "i-1")));
    }

    [Fact]
    public async Task Types_show_how_many_addresses_an_interface_may_have()
    {
        var shown = await _bench.Call("DescribeInstanceTypes", ("InstanceType.1", "t3.small"), ("InstanceType.2", "t3.micro"));

        Assert.Equal(["4", "2"], ApiBench.Values(shown, "ipv4AddressesPerInterface"));
        Assert.Equal((400, "InvalidInstanceType"), await _bench.Refused("DescribeInstanceTypes", ("InstanceType.1", "t9.huge")));
    }

    [Fact]
    public async Task Subnets_and_groups_are_shown()
    {
        Assert.Equal(["172.18.1.0/24"], ApiBench.Values(await _bench.Call("DescribeSubnets"), "cidrBlock"));
        var groups = await _bench.Call("DescribeSecurityGroups", ("GroupId.1", Vpc.GroupId("default")));
        Assert.Equal(["-1", "-1", "-1", "-1"], ApiBench.Values(groups, "ipProtocol"));
        Assert.Equal((400, "InvalidGroup.NotFound"), await _bench.Refused("DescribeSecurityGroups", ("GroupId.1", "sg-1")));
    }

    [Fact]
    public async Task Source_destination_check_is_switched_by_interface_and_by_instance()
    {
        await _bench.Call("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", Vpc.InterfaceId("lvs01")), ("SourceDestCheck.Value", "true"));
        Assert.True(_bench.Control.Book.Interfaces[Vpc.InterfaceId("lvs01")].SourceDestCheck);

        var instance = _bench.Control.Book.Instances.Values.Single(one => one.Name == "web01").Id;
        await _bench.Call("ModifyInstanceAttribute", ("InstanceId", instance), ("SourceDestCheck.Value", "false"));
        Assert.False(_bench.Control.Book.Interfaces[Vpc.InterfaceId("web01")].SourceDestCheck);
        Assert.Equal((400, "InvalidParameterCombination"), await _bench.Refused("ModifyInstanceAttribute", ("InstanceId", instance)));
    }

    [Fact]
    public async Task Action_that_does_not_exist_is_refused()
    {
        Assert.Equal((400, "InvalidAction"), await _bench.Refused("RunInstances"));
    }

    [Fact]
    public async Task Reads_show_a_write_only_after_the_delay()
    {
        _bench.Control.VisibilityDelay = TimeSpan.FromSeconds(3);
        await _bench.Call("AssignPrivateIpAddresses", ("NetworkInterfaceId", Vpc.InterfaceId("lvs02")), ("PrivateIpAddress.1", "172.18.1.199"), ("AllowReassignment", "true"));

        _bench.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal([Vpc.InterfaceId("lvs01")], await HoldersOfWeb());
        _bench.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal([Vpc.InterfaceId("lvs02")], await HoldersOfWeb());
    }

    private async Task<string[]> HoldersOfWeb() => ApiBench.Values(
        await _bench.Call("DescribeNetworkInterfaces", ("Filter.1.Name", "addresses.private-ip-address"), ("Filter.1.Value.1", "172.18.1.199")),
        "networkInterfaceId");
}
