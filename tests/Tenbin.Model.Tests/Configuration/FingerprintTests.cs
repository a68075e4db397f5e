using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

public sealed class FingerprintTests
{
    private const string Text = """
        cluster:
          key-file: /k
          nodes: { a: 10.0.0.11, b: 10.0.0.12 }
          witness: { type: etcd, endpoints: "http://10.0.0.9:2379", user: u, password-file: pw }
        groups:
          front: { addresses: [10.0.0.1/24, 10.0.0.2/24], scripts: [{ path: /s, type: ocf, parameters: { a: b } }], track: [{ interface: eth0 }] }
        services:
          web: { listen: 10.0.0.1:80/tcp, forward: nat, servers: [10.0.0.33, 10.0.0.34], check: { type: https, path: /ok, expect: OK } }
          dns: { listen: 10.0.0.2:53/udp, forward: nat, servers: [10.0.0.33], fallback: 10.0.0.40, persistence: { for: 300s }, check: ping }
        """;

    // A number that changes makes the two versions of an upgrade call their equal files different.
    [Fact]
    public void Is_the_same_in_every_process_and_on_every_processor() =>
        Assert.Equal("94dc8545d6f5643d", $"{Of(Text).Whole:x16}");

    [Fact]
    public void Names_its_sections() => Assert.Equal(
        ["cluster", "data-plane", "group front", "service dns", "service web"], Of(Text).Sections.Select(s => s.Section));

    [Fact]
    public void Comments_layout_and_order_of_keys_do_not_count()
    {
        const string Other = """
            # The same, written in another way.
            services:
              dns: { fallback: 10.0.0.40, listen: "10.0.0.2:53/udp", forward: nat, servers: 10.0.0.33, persistence: { for: 5m }, check: { type: ping } }
              web:
                check: { expect: OK, path: /ok, type: https, every: 2s }
                servers: [10.0.0.33-34]
                forward: nat
                listen: 10.0.0.1:80/tcp   # here
            groups:
              front:
                track: [{ interface: eth0 }]
                scripts: [{ type: ocf, path: /s, parameters: { a: b } }]
                addresses: [{ ip: 10.0.0.1/24 }, 10.0.0.2/24]
            data-plane: { hook: auto }
            cluster:
              witness: { endpoints: ["http://10.0.0.9:2379/"], type: etcd, password-file: ./pw, user: u }
              nodes: { a: [10.0.0.11], b: 10.0.0.12 }
              key-file: /another/place
              port: 6946
            """;
        Assert.Equal(Of(Text), Of(Other.Replace("./pw", "pw", StringComparison.Ordinal)));
        Assert.Empty(Of(Text).Differences(Of(Other.Replace("./pw", "pw", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("10.0.0.12", "10.0.0.13", "cluster")]
    [InlineData("a: 10.0.0.11, b: 10.0.0.12", "b: 10.0.0.12, a: 10.0.0.11", "cluster")]
    [InlineData("user: u", "user: v", "cluster")]
    [InlineData("/k", "/k\n  moves-per-hour: 9", "cluster")]
    [InlineData("10.0.0.1/24", "10.0.0.1/25", "group front")]
    [InlineData("a: b", "a: c", "group front")]
    [InlineData("interface: eth0", "process: eth0", "group front")]
    [InlineData("10.0.0.34", "10.0.0.35", "service web")]
    [InlineData("/ok", "/ko", "service web")]
    [InlineData("10.0.0.40", "10.0.0.41", "service dns")]
    [InlineData("300s", "301s", "service dns")]
    [InlineData("dns:", "names:", "service dns, service names")]
    [InlineData("cluster:", "data-plane: { full-table: drop-half-open }\ncluster:", "data-plane")]
    public void Says_which_sections_differ(string was, string now, string sections)
    {
        var (one, other) = (Of(Text), Of(Text.Replace(was, now, StringComparison.Ordinal)));
        Assert.NotEqual(one.Whole, other.Whole);
        Assert.Equal(sections.Split(", "), one.Differences(other));
        Assert.Equal(sections.Split(", "), other.Differences(one));
    }

    [Fact]
    public void A_password_counts_and_is_not_told()
    {
        var config = Loading.Valid(Text);
        var other = config with { Cluster = config.Cluster! with { Witness = config.Cluster.Witness! with { Password = "another" } } };
        Assert.Equal(["cluster"], config.Fingerprint().Differences(other.Fingerprint()));
        Assert.DoesNotContain("s3cret", config.ToString() + config.Fingerprint(), StringComparison.Ordinal);
    }

    private static ConfigFingerprint Of(string text) => Loading.Valid(text).Fingerprint();
}
