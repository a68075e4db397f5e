using System.Net;
using Tenbin.Addresses;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Aws.Tests.Movers;

public sealed class PrivateIpTests
{
    private static readonly GroupAddress s_second = Bench.Vip with { Address = IPAddress.Parse("10.0.0.200") };
    private static readonly GroupAddress s_withElastic = Bench.Vip with { ElasticIp = FakeCloud.Elastic };

    [Fact]
    public async Task Addresses_come_here_whoever_had_them()
    {
        await using var bench = await Bench.Start();
        bench.Cloud.Give(Bench.Vip.Address, FakeCloud.There);

        await Task.WhenAll(bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient), bench.PrivateIp.Acquire(s_second, Bench.Patient));

        Assert.Equal((FakeCloud.Here, FakeCloud.Here), (bench.Cloud.HolderOf(Bench.Vip.Address), bench.Cloud.HolderOf(s_second.Address)));
        Assert.Equal([s_second.Address, Bench.Vip.Address], bench.Local.Held.Keys.OrderByDescending(address => address.ToString()));
        Assert.Equal(["api", "assign", "interface", "metadata", "whole"], bench.Phases.Where(phase => phase.Address.Equals(Bench.Vip.Address)).Select(phase => phase.Phase).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_is_refused_does_not_keep_the_others_away()
    {
        await using var bench = await Bench.Start();
        bench.Cloud.Script = call => call.Values("PrivateIpAddress").Contains("10.0.0.200") ? new FakeFault(400, "PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.") : null;

        var second = bench.PrivateIp.Acquire(s_second, Bench.Patient);
        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);

        Assert.Equal(FakeCloud.Here, bench.Cloud.HolderOf(Bench.Vip.Address));
        Assert.Contains("address 10.0.0.200 cannot be moved here: AssignPrivateIpAddresses was refused: PrivateIpAddressLimitExceeded", (await Assert.ThrowsAsync<ResourceException>(() => second)).Message);
    }

    [Fact]
    public async Task What_AWS_has_here_already_is_taken_again()
    {
        await using var bench = await Bench.Start();
        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);
        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);
        Assert.Null(await bench.PrivateIp.FindFault(Bench.Vip, Bench.Patient));
    }

    [Fact]
    public async Task An_elastic_ip_that_follows_is_left_alone()
    {
        await using var bench = await Bench.Start();
        bench.Cloud.Give(Bench.Vip.Address, FakeCloud.There);
        bench.Cloud.Associate(FakeCloud.There, Bench.Vip.Address);

        await bench.PrivateIp.Acquire(s_withElastic, Bench.Patient);

        Assert.Equal((FakeCloud.Here, Bench.Vip.Address), bench.Cloud.ElasticAt);
        Assert.Equal(0, bench.Cloud.Count("AssociateAddress"));
        Assert.Null(await bench.PrivateIp.FindFault(s_withElastic, Bench.Patient));
    }

    [Fact]
    public async Task An_elastic_ip_that_does_not_follow_is_associated_and_never_taken_off_first()
    {
        await using var bench = await Bench.Start();
        bench.Cloud.ElasticFollows = false;
        bench.Cloud.Associate(FakeCloud.There, Bench.Vip.Address);

        await bench.PrivateIp.Acquire(s_withElastic, Bench.Patient);

        Assert.Equal((FakeCloud.Here, Bench.Vip.Address), bench.Cloud.ElasticAt);
        var call = Assert.Single(bench.Cloud.Calls, call => call.Action == "AssociateAddress");
        Assert.Equal((FakeCloud.Allocation, "true", "10.0.0.199"), (call["AllocationId"], call["AllowReassociation"], call["PrivateIpAddress"]));
        Assert.DoesNotContain(bench.Cloud.Calls, call => call.Action.StartsWith("Disassociate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task IPv6_is_unassigned_there_and_assigned_here()
    {
        var six = new GroupAddress(IPAddress.Parse("2001:db8:1::53"), 64, MoverKind.AwsPrivateIp);
        await using var bench = await Bench.Start();
        bench.Cloud.Give(six.Address, FakeCloud.There);

        await bench.PrivateIp.Acquire(six, Bench.Patient);

        Assert.Equal(FakeCloud.Here, bench.Cloud.HolderOf(six.Address));
        Assert.Equal(["UnassignIpv6Addresses", "AssignIpv6Addresses"], bench.Cloud.Calls.Select(call => call.Action).Where(action => action.Contains("Ipv6", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Default_routes_go_along()
    {
        var gateway = Bench.Vip with { DefaultRouteTables = ["rtb-00000001", "rtb-00000002"] };
        await using var bench = await Bench.Start();

        await bench.PrivateIp.Acquire(gateway, Bench.Patient);

        Assert.Equal((FakeCloud.Here, FakeCloud.Here), (bench.Cloud.RouteOf("rtb-00000001", "0.0.0.0/0"), bench.Cloud.RouteOf("rtb-00000002", "0.0.0.0/0")));
    }

    [Fact]
    public async Task A_release_takes_it_from_the_system_and_leaves_it_with_AWS()
    {
        await using var bench = await Bench.Start();
        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);

        await bench.PrivateIp.Release(Bench.Vip, Bench.Patient);

        Assert.Empty(bench.Local.Held);
        Assert.Equal(FakeCloud.Here, bench.Cloud.HolderOf(Bench.Vip.Address));
        Assert.DoesNotContain(bench.Cloud.Calls, call => call.Action.StartsWith("Unassign", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_owner_that_is_relieved_takes_it_back_only_with_an_exclusive_lease()
    {
        await using var bench = await Bench.Start();
        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);
        bench.Cloud.Give(Bench.Vip.Address, FakeCloud.There);

        Assert.Equal(
            $"AWS does not have the address on {FakeCloud.Here} of this instance any more", await Bench.FindFault(bench.PrivateIp, Bench.Vip, fault => fault is not null));

        bench.IsExclusive = false;
        await Assert.ThrowsAsync<RelievedException>(() => bench.PrivateIp.FindFault(Bench.Vip, Bench.Patient));
    }

    [Fact]
    public async Task Metadata_that_does_not_answer_is_no_fault_and_said_once()
    {
        await using var bench = await Bench.Start();
        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);
        var asked = 0;
        bench.Cloud.MetadataScript = _ =>
        {
            Interlocked.Increment(ref asked);
            return new FakeFault(503, "", "");
        };

        while (Volatile.Read(ref asked) < 9)
        {
            Assert.Null(await bench.PrivateIp.FindFault(Bench.Vip, Bench.Patient));
        }

        Assert.Single(bench.Log.Lines, line => line.StartsWith("Whether AWS still sends address 10.0.0.199 here cannot be told", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_holds_it_is_answered_from_system_and_AWS()
    {
        await using var bench = await Bench.Start();
        Task<AddressHolder> Ask() => bench.PrivateIp.WhoHolds(Bench.Vip, Bench.Patient);
        async Task<(HolderKind, string?, bool?, string?)> Told() => await Ask() is var told ? (told.Kind, told.Other, told.IsOnInterface, told.Cloud?.Name) : default;

        Assert.Equal((HolderKind.Nobody, null, false, null), await Told());
        bench.Cloud.Give(Bench.Vip.Address, FakeCloud.There);
        Assert.Equal((HolderKind.Elsewhere, $"{FakeCloud.There} of i-2", false, $"{FakeCloud.There} of i-2"), await Told());
        Assert.Contains(IPAddress.Parse("10.0.0.12"), (await Ask()).Cloud!.Addresses);
        bench.Local.Held[Bench.Vip.Address] = true;
        Assert.Equal((HolderKind.Contested, $"AWS sends it to {FakeCloud.There} of i-2", true, $"{FakeCloud.There} of i-2"), await Told());
        bench.Cloud.Give(Bench.Vip.Address, FakeCloud.Here);
        Assert.Equal((HolderKind.Here, null, true, $"{FakeCloud.Here} of i-1"), await Told());
        bench.Local.Held.Clear();
        Assert.Equal(HolderKind.Nobody, (await Ask()).Kind);
    }

    [Fact]
    public async Task A_takeover_asks_for_nothing_that_it_had_before()
    {
        await using var bench = await Bench.Start(addresses: [s_withElastic]);
        bench.Cloud.Give(Bench.Vip.Address, FakeCloud.There);
        bench.Cloud.Associate(FakeCloud.There, Bench.Vip.Address);
        await Eventually.Holds(() => bench.Cloud.Count("DescribeAddresses") > 0, "the movers got ready");
        bench.Cloud.Calls.Clear();

        await bench.PrivateIp.Acquire(s_withElastic, Bench.Patient);

        Assert.Equal("AssignPrivateIpAddresses", bench.Cloud.Calls.First().Action);
    }
}
