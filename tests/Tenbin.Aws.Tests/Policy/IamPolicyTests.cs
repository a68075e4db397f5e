using System.Net;
using System.Text.Json.Nodes;
using Tenbin.Aws.Policy;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Policy;

public sealed class IamPolicyTests
{
    [Fact]
    public void A_file_without_AWS_needs_none() => Assert.Null(IamPolicy.For(Config(new GroupAddress(Bench.Vip.Address, 24)), "a+b"));

    [Fact]
    public void A_private_address_needs_no_more_than_its_own()
    {
        Assert.Equal(
            ["ec2:AssignPrivateIpAddresses", "ec2:DescribeInstanceTypes", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets"],
            Actions(Config(Bench.Vip)));
    }

    [Fact]
    public void What_only_the_doctor_needs_only_reads_and_stands_apart()
    {
        var statement = Statements(Config(Bench.Vip)).Single(one => (string?)one["Sid"] == "TenbinDoctorLooks");
        Assert.Equal(
            ["ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets"], statement["Action"]!.AsArray().Select(action => (string)action!));
    }

    [Fact]
    public void Resources_are_those_of_the_file()
    {
        var config = Config(
            Bench.Vip with { ElasticIp = FakeCloud.Elastic, DefaultRouteTables = ["rtb-00000002"] },
            new GroupAddress(IPAddress.Parse("192.0.2.10"), 32, MoverKind.AwsRoute) { RouteTables = ["rtb-00000001"] }) with
        {
            Aws = new AwsSettings { Region = "eu-north-1" },
            Cluster = new ClusterSettings { KeyFile = "/k", Nodes = [], Witness = new WitnessSettings([]) { Type = WitnessType.DynamoDb, Store = "votes" } },
        };

        Assert.Equal(["arn:aws:ec2:eu-north-1:*:route-table/rtb-00000001", "arn:aws:ec2:eu-north-1:*:route-table/rtb-00000002"], Resources(config, "TenbinMovesRoutes"));
        Assert.Equal(["arn:aws:dynamodb:eu-north-1:*:table/votes"], Resources(config, "TenbinVotes"));
        Assert.Contains("ec2:AssociateAddress", Actions(config));
        Assert.DoesNotContain("*", Actions(config));
    }

    [Fact]
    public void A_bucket_is_opened_for_this_cluster_alone()
    {
        var config = new TenbinConfig
        {
            Cluster = new ClusterSettings { KeyFile = "/k", Nodes = [], Witness = new WitnessSettings([]) { Type = WitnessType.S3, Store = "votes" } },
        };
        Assert.Equal(["arn:aws:s3:::votes/tenbin/a+b/*"], Resources(config, "TenbinVotes"));
        Assert.Equal(["s3:GetObject", "s3:ListBucket", "s3:PutObject"], Actions(config));
    }

    private static TenbinConfig Config(params GroupAddress[] addresses) => new() { Groups = [new GroupSettings { Name = "front", Addresses = [.. addresses] }] };

    private static IEnumerable<JsonNode> Statements(TenbinConfig config) => JsonNode.Parse(IamPolicy.For(config, "a+b")!)!["Statement"]!.AsArray().Select(one => one!);

    private static IEnumerable<string> Actions(TenbinConfig config) =>
        Statements(config).SelectMany(statement => statement["Action"]!.AsArray()).Select(action => (string)action!).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Resources(TenbinConfig config, string id) =>
        Statements(config).Single(statement => (string?)statement["Sid"] == id)["Resource"]!.AsArray().Select(one => (string)one!);
}
