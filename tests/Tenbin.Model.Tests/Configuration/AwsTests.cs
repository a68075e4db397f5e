using System.Net;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>Key <c>aws</c>, the AWS movers and witnesses: what they mean, and one mistake each.</summary>
public sealed class AwsTests
{
    private const string Moved = "groups: { g: { addresses: [{ ip: 10.0.0.1/24, mover: aws-private-ip }] } }";

    [Fact]
    public void The_article_s_addresses_are_read_whole()
    {
        var config = Valid("""
            groups:
              front:
                addresses:
                  - { ip: 172.18.1.199/24, mover: aws-private-ip, elastic-ip: 203.0.113.10, default-route-tables: [rtb-00000001, rtb-0123456789abcdef0] }
                  - { ip: 192.0.2.10/32, mover: aws-route, interface: eth0, elastic-ip: 203.0.113.11, route-tables: rtb-00000002 }
                  - { ip: 203.0.113.12/32, mover: aws-elastic-ip }
                  - { ip: 172.18.1.200/24 }
            """);

        Assert.Equal(
            [
                new GroupAddress(IPAddress.Parse("172.18.1.199"), 24, MoverKind.AwsPrivateIp) { ElasticIp = IPAddress.Parse("203.0.113.10"), DefaultRouteTables = ["rtb-00000001", "rtb-0123456789abcdef0"] },
                new GroupAddress(IPAddress.Parse("192.0.2.10"), 32, MoverKind.AwsRoute, "eth0") { ElasticIp = IPAddress.Parse("203.0.113.11"), RouteTables = ["rtb-00000002"] },
                new GroupAddress(IPAddress.Parse("203.0.113.12"), 32, MoverKind.AwsElasticIp),
                new GroupAddress(IPAddress.Parse("172.18.1.200"), 24),
            ],
            config.Groups[0].Addresses);
        Assert.Equal(new AwsSettings(), config.Aws);
    }

    [Fact]
    public void The_section_is_read_whole() => Assert.Equal(
        new AwsSettings
        {
            Region = "ap-northeast-1", Endpoint = new Uri("https://ec2.example.com:443/"), Metadata = new Uri("http://127.0.0.1:8080/"),
            MetadataTimeout = TimeSpan.FromMilliseconds(300), CallTimeout = TimeSpan.FromSeconds(5), MoveTimeout = TimeSpan.FromSeconds(50),
        },
        Valid($"{Moved}\naws: {{ region: ap-northeast-1, endpoint: 'https://ec2.example.com:443', metadata: 'http://127.0.0.1:8080', metadata-timeout: 300ms, call-timeout: 5s, move-timeout: 50s }}").Aws);

    [Theory]
    [InlineData("{ type: dynamodb, table: votes }", "dynamodb votes", 0)]
    [InlineData("{ type: s3, bucket: votes, prefix: /t, endpoints: 'http://10.0.0.9:80' }", "s3 votes", 1)]
    public void A_witness_of_AWS_is_read_whole(string witness, string words, int endpoints)
    {
        var read = Valid(Moved, $"witness: {witness}, heartbeat: {{ every: 500ms, dead-after: 3s }}").Cluster!.Witness!;
        Assert.Equal((words, endpoints, "votes"), (read.ToString(), read.Endpoints.Length, read.Store));
    }

    [Theory]
    [InlineData("{ region: ap-northeast-1a }", "aws: 'region: ap-northeast-1a' is a zone, not a region; leave out the last letter, e.g. ap-northeast-1")]
    [InlineData("{ region: Tokyo }", "aws: 'region: Tokyo' is not a region; write e.g. ap-northeast-1 (a zone, such as ap-northeast-1a, has a letter more)")]
    [InlineData("{ call-timeout: 90s }", "aws: 'move-timeout' must be at least 'call-timeout', or a slow call would be given up that may yet succeed; lengthen it, or shorten 'call-timeout'")]
    [InlineData("{ secret-key: x }", "aws: unknown key 'secret-key'; the keys here are region, endpoint, metadata, metadata-timeout, call-timeout, move-timeout")]
    public void A_mistake_of_the_section_is_named(string aws, string expected) => Assert.Equal([expected], Mistakes($"{Moved}\naws: {aws}"));

    [Fact]
    public void A_section_that_nothing_uses_is_refused() => Assert.Equal(
        ["'aws' has no effect: no address has an AWS mover, and the witness is none of AWS; set 'mover' of an address, e.g. mover: aws-private-ip, or remove this"],
        Mistakes("groups: { g: { addresses: 10.0.0.1/24 } }\naws: { region: eu-north-1 }").Select(error => error[(error.IndexOf('\'', StringComparison.Ordinal))..]));

    [Fact]
    public void A_file_without_AWS_has_the_fingerprint_that_it_had_before() =>
        Assert.DoesNotContain(Valid("groups: { g: { addresses: 10.0.0.1/24 } }").Fingerprint().Sections, section => section.Section == "aws");

    private static string Text(string rest, string cluster) =>
        $"services: {{}}\ncluster: {{ key-file: /k, nodes: {{ a: 10.0.0.11, b: 10.0.0.12 }}, {cluster} }}\n{rest}\n";

    private static TenbinConfig Valid(string rest, string cluster = "without-majority: serve")
    {
        var result = ConfigLoader.Load(Text(rest, cluster), "f", _ => null);
        Assert.True(result.IsValid, string.Join('\n', result.Errors));
        return result.Config;
    }

    private static IEnumerable<string> Mistakes(string rest) =>
        ConfigLoader.Load(Text(rest, "without-majority: serve"), "f", _ => null).Errors.Select(error => error.Message);
}
