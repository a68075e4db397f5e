using System.Net;
using Tenbin.Addresses;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Movers;

public sealed class RouteTests
{
    private static readonly GroupAddress s_overlay = new(IPAddress.Parse("192.0.2.10"), 32, MoverKind.AwsRoute, "eth0")
    {
        RouteTables = ["rtb-00000001", "rtb-00000002"], ElasticIp = FakeCloud.Elastic,
    };

    [Fact]
    public async Task Routes_are_made_replaced_and_the_elastic_ip_comes_to_the_own_address()
    {
        await using var bench = await Bench.Start();
        var mover = bench[MoverKind.AwsRoute];

        await mover.Acquire(s_overlay, Bench.Patient);

        Assert.Equal((FakeCloud.Here, FakeCloud.Here), (bench.Cloud.RouteOf("rtb-00000001", "192.0.2.10/32"), bench.Cloud.RouteOf("rtb-00000002", "192.0.2.10/32")));
        Assert.Equal((FakeCloud.Here, FakeCloud.OwnAddress), bench.Cloud.ElasticAt);
        Assert.True(bench.Local.Held.ContainsKey(s_overlay.Address));
        await mover.Acquire(s_overlay, Bench.Patient);
        Assert.Equal(2, bench.Cloud.Count("CreateRoute"));
        var holder = await mover.WhoHolds(s_overlay, Bench.Patient);
        Assert.Equal((HolderKind.Here, (bool?)true, null), (holder.Kind, holder.IsOnInterface, holder.Cloud!.Lacks));
        bench.Cloud.Associate(FakeCloud.There, IPAddress.Parse("10.0.0.12"));
        Assert.Equal("the Elastic IP 203.0.113.10 does not lead there", (await mover.WhoHolds(s_overlay, Bench.Patient)).Cloud!.Lacks);
    }

    [Fact]
    public async Task A_route_that_another_has_taken_is_seen_by_the_API()
    {
        await using var bench = await Bench.Start();
        var mover = bench[MoverKind.AwsRoute];
        await mover.Acquire(s_overlay, Bench.Patient);
        await bench.Session.Ec2.SetRoute("rtb-00000002", IPNetwork.Parse("192.0.2.10/32"), FakeCloud.There, Bench.Patient);

        var fault = await Bench.FindFault(mover, s_overlay, found => found is not null);
        Assert.Equal($"the route to 192.0.2.10/32 in rtb-00000002 goes to {FakeCloud.There}, not to {FakeCloud.Here} of this instance", fault);
        await mover.Acquire(s_overlay, Bench.Patient);
        Assert.Equal(FakeCloud.Here, bench.Cloud.RouteOf("rtb-00000002", "192.0.2.10/32"));
    }

    [Fact]
    public async Task An_unknown_table_is_named()
    {
        await using var bench = await Bench.Start();
        var failure = await Assert.ThrowsAsync<ResourceException>(() => bench[MoverKind.AwsRoute].Acquire(s_overlay with { RouteTables = ["rtb-00000009"] }, Bench.Patient));
        Assert.Contains("InvalidRouteTableID.NotFound", failure.Message);
        Assert.Contains("correct 'route-tables'", failure.Message);
    }

    [Fact]
    public async Task An_elastic_ip_by_itself_comes_to_the_own_address()
    {
        var elastic = new GroupAddress(FakeCloud.Elastic, 32, MoverKind.AwsElasticIp);
        await using var bench = await Bench.Start();
        bench.Cloud.Associate(FakeCloud.There, IPAddress.Parse("10.0.0.12"));
        var mover = bench[MoverKind.AwsElasticIp];
        var holder = await mover.WhoHolds(elastic, Bench.Patient);
        Assert.Equal((HolderKind.Elsewhere, $"{FakeCloud.There} of i-2", null), (holder.Kind, holder.Other, holder.IsOnInterface));
        Assert.Contains(IPAddress.Parse("10.0.0.12"), holder.Cloud!.Addresses);

        await mover.Acquire(elastic, Bench.Patient);

        Assert.Equal((FakeCloud.Here, FakeCloud.OwnAddress), bench.Cloud.ElasticAt);
        Assert.Empty(bench.Local.Held);
        Assert.Null(await mover.FindFault(elastic, Bench.Patient));
        bench.Cloud.Associate(FakeCloud.There, IPAddress.Parse("10.0.0.12"));
        Assert.Contains("does not send the Elastic IP", await Bench.FindFault(mover, elastic, found => found is not null));
    }

    [Fact]
    public async Task An_elastic_ip_that_the_account_does_not_have_is_named()
    {
        await using var bench = await Bench.Start();
        bench.Cloud.HasElastic = false;
        var failure = await Assert.ThrowsAsync<ResourceException>(() => bench[MoverKind.AwsElasticIp].Acquire(new GroupAddress(FakeCloud.Elastic, 32, MoverKind.AwsElasticIp), Bench.Patient));
        Assert.Contains("the account has no Elastic IP 203.0.113.10 in this region; there is no such Elastic IP", failure.Message);
    }
}
