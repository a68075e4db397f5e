using System.Collections.Immutable;
using System.Net;
using Tenbin.Aws.Checks;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.Linux;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Checks;

public sealed class AwsChecksTests
{
    private static readonly GroupAddress s_elastic = Bench.Vip with { ElasticIp = FakeCloud.Elastic };
    private static readonly GroupAddress s_overlay = new(IPAddress.Parse("192.0.2.10"), 32, MoverKind.AwsRoute, "eth0") { RouteTables = ["rtb-00000001"] };

    [Fact]
    public async Task A_sound_setup_has_no_findings_and_nothing_is_changed()
    {
        await using var cloud = await FakeCloud.Start();
        Assert.Empty(await Check(cloud, s_elastic, s_overlay, new GroupAddress(IPAddress.Parse("2001:db8:1::53"), 64, MoverKind.AwsPrivateIp)));

        Assert.Null(cloud.HolderOf(Bench.Vip.Address));
        Assert.Null(cloud.ElasticAt.Interface);
        Assert.Null(cloud.RouteOf("rtb-00000001", "192.0.2.10/32"));
    }

    [Fact]
    public async Task A_file_without_AWS_asks_nothing()
    {
        await using var cloud = await FakeCloud.Start();
        Assert.Empty(await Check(cloud, new GroupAddress(Bench.Vip.Address, 24)));
        Assert.Empty(cloud.Calls);
    }

    [Fact]
    public async Task Wrong_credentials()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Script = _ => new FakeFault(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
        var found = Assert.Single(await Check(cloud, Bench.Vip));
        Assert.Equal(
            "DescribeNetworkInterfaces: AWS was not able to validate the provided access credentials (AuthFailure). No address would move to this node. "
            + "Correct the credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the daemon, its profile, or the instance's role).", found.ToString());
    }

    [Fact]
    public async Task No_credentials()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud, environment: []);
        var found = Assert.Single(await new AwsChecks(session, Mac).Run(Config(Bench.Vip), Bench.Patient));
        Assert.Equal(("credentials", "Give the instance a role ('aws ec2 associate-iam-instance-profile'); 'tenbin aws policy' prints the policy that it needs."), (found.About, found.Remedy));
    }

    [Theory]
    [InlineData("AssignPrivateIpAddresses")]
    [InlineData("AssociateAddress")]
    [InlineData("ReplaceRoute")]
    [InlineData("CreateRoute")]
    [InlineData("DescribeAddresses")]
    [InlineData("DescribeRouteTables")]
    [InlineData("DescribeInstanceTypes")]
    public async Task A_missing_permission_is_named_by_its_action(string action)
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Script = call => call.Action == action ? new FakeFault(403, "UnauthorizedOperation", "You are not authorized to perform this operation.") : null;
        var found = Assert.Single(await Check(cloud, s_elastic, s_overlay));
        Assert.Equal(action, found.About);
        Assert.EndsWith("ttach what 'tenbin aws policy' prints.", found.Remedy);
    }

    [Fact]
    public async Task An_elastic_ip_that_is_not_there()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.HasElastic = false;
        Assert.Contains("Elastic IP 203.0.113.10: the account has none of that address in this region.", Assert.Single(await Check(cloud, s_elastic)).ToString());
    }

    [Theory]
    [InlineData("10.0.1.199", "is in no subnet of this instance")]
    [InlineData("10.0.0.1", "it is that of the VPC's router (10.0.0.0/24).")]
    [InlineData("10.0.0.3", "it is kept by AWS for later (10.0.0.0/24).")]
    public async Task An_address_that_the_subnet_does_not_give(string address, string expected)
    {
        await using var cloud = await FakeCloud.Start();
        Assert.Contains(expected, Assert.Single(await Check(cloud, Bench.Vip with { Address = IPAddress.Parse(address) })).ToString());
    }

    [Fact]
    public async Task The_limit_of_the_instance_type()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Ipv4Limit = 2;
        var found = Assert.Single(await Check(cloud, Bench.Vip, Bench.Vip with { Address = IPAddress.Parse("10.0.0.200") }));
        Assert.StartsWith($"{FakeCloud.Here}: an interface of a t3.small can have 2 IPv4 addresses, and this one would have 3 with all groups here: 10.0.0.11, 10.0.0.199, 10.0.0.200.", found.ToString());
    }

    [Fact]
    public async Task A_route_table_that_is_not_there()
    {
        await using var cloud = await FakeCloud.Start();
        var found = await Check(cloud, s_overlay with { RouteTables = ["rtb-00000009"] });
        Assert.Contains(found, one => one.About == "DescribeRouteTables" && one.What.Contains("rtb-00000009", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_source_check_of_a_routed_address()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.ChecksSource = true;
        Assert.Empty(await Check(cloud, Bench.Vip));
        Assert.Contains("--no-source-dest-check", Assert.Single(await Check(cloud, s_overlay)).Remedy);
    }

    [Theory]
    [InlineData("10.0.0.11", null, null)]
    [InlineData("10.0.0.13", null, "aws.elastic-ip-unheard")]
    [InlineData("10.0.0.11", "10.0.0.11", null)]
    [InlineData("10.0.0.11", "10.0.0.14", "aws.elastic-ip-unheard")]
    public async Task An_elastic_ip_that_would_come_to_an_address_on_which_no_service_listens(string node, string? to, string? expected)
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud);
        var address = s_overlay with { ElasticIp = FakeCloud.Elastic, ElasticIpTo = to is null ? [] : [new("lvs01", IPAddress.Parse(to)), new("lvs02", IPAddress.Parse("10.0.0.15"))] };

        var found = await new AwsChecks(session, Mac).Run(Config(address) with { Cluster = Pair(node) }, Bench.Patient);

        Assert.Equal(expected is null ? [] : [expected], found.Select(finding => finding.Id));
    }

    [Fact]
    public async Task An_elastic_ip_that_would_take_the_place_of_the_director_s_own()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud);
        cloud.Associate(FakeCloud.Here, FakeCloud.OwnAddress);
        var moving = IPAddress.Parse("203.0.113.99");

        var found = await new AwsChecks(session, Mac).Run(Config(s_overlay with { ElasticIp = moving }) with { Cluster = Pair("10.0.0.11") }, Bench.Patient);

        var finding = Assert.Single(found, one => one.Id == "aws.elastic-ip-displaces");
        Assert.Contains($"{moving} would come to 10.0.0.11, which the public address {FakeCloud.Elastic} stands for", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_that_is_off()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.MetadataScript = _ => new FakeFault(403, "", "");
        Assert.Contains("is switched off for this instance", Assert.Single(await Check(cloud, Bench.Vip)).ToString());
        Assert.Empty(cloud.Calls);
    }

    private static async Task<ImmutableArray<AwsFinding>> Check(FakeCloud cloud, params GroupAddress[] addresses)
    {
        using var session = Bench.SessionOf(cloud);
        return await new AwsChecks(session, Mac).Run(Config(addresses), Bench.Patient);
    }

    private static ClusterSettings Pair(string own) => new()
    {
        KeyFile = "/k", Nodes = [new ClusterNode("lvs01", [IPAddress.Parse(own)]), new ClusterNode("lvs02", [IPAddress.Parse("10.0.0.12")])],
    };

    private static MacAddress? Mac(string name) => name == "eth0" ? MacAddress.Parse(FakeCloud.Mac) : null;

    private static TenbinConfig Config(params GroupAddress[] addresses) => new() { Groups = [new GroupSettings { Name = "front", Addresses = [.. addresses] }] };
}
