using System.Globalization;
using System.Text.Json;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Metadata;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.LabTests.Cloud;

public sealed class MetadataTests
{
    private const string Service = "http://169.254.169.254/latest/";

    [Fact]
    public async Task Each_instance_reads_its_own_with_a_token_and_nothing_without()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        foreach (var instance in new[] { vpc["lvs01"], vpc["web01"] })
        {
            Assert.Equal((401, ""), await Get(instance.Machine, "meta-data/instance-id", token: null));
            Assert.Equal((401, ""), await Get(instance.Machine, "meta-data/instance-id", token: "forged"));
            var token = await Token(instance.Machine);
            Assert.Equal((200, instance.Id), await Get(instance.Machine, "meta-data/instance-id", token));
            Assert.Equal(
                (200, instance.InterfaceId),
                await Get(instance.Machine, $"meta-data/network/interfaces/macs/{instance.Interface.Mac}/interface-id", token));
        }

        Assert.Equal((401, ""), await Get(vpc["lvs02"].Machine, "meta-data/instance-id", await Token(vpc["lvs01"].Machine)));
        Assert.Equal((404, ""), await Get(vpc["web01"].Machine, "meta-data/iam/security-credentials/", await Token(vpc["web01"].Machine)));
        Assert.Equal((400, ""), await Ask(vpc["web01"].Machine, "api/token", "--request", "PUT"));
        Assert.Equal((400, ""), await PutToken(vpc["web01"].Machine, seconds: 21601));
    }

    [Fact]
    public async Task Credentials_of_the_role_are_renewed_before_they_end()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var lvs01 = vpc["lvs01"].Machine;
        vpc.Metadata.Credentials.Lifetime = TimeSpan.FromSeconds(4);
        var token = await Token(lvs01);
        Assert.Equal((200, "director"), await Get(lvs01, "meta-data/iam/security-credentials/", token));

        var first = await KeyId(lvs01, token);
        Assert.StartsWith("ASIA", first, StringComparison.Ordinal);

        await Wait.Until("another key", async () => await KeyId(lvs01, token) != first);
    }

    [Fact]
    public async Task Moved_address_shows_after_the_delay()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (machine, held) = (vpc["lvs02"].Machine, vpc["lvs02"].Interface);
        vpc.Control.MetadataDelay = TimeSpan.FromSeconds(1);
        var token = await Token(machine);
        var path = $"meta-data/network/interfaces/macs/{held.Mac}/local-ipv4s";

        vpc.Control.Change(book => book.With(held with { V4 = held.V4.Add(Lab.Cloud.Addressing.Ip.Parse("172.18.1.201")) }));
        var since = LabClock.Now;

        await Wait.Until("the address", async () => (await Get(machine, path, token)).Body == "172.18.1.25\n172.18.1.201");
        Assert.True(LabClock.Now - since >= 1);
    }

    /// <summary>Trap 5: a web server whose gateway is the director gets no metadata, or the director's.</summary>
    [Fact]
    public async Task Instance_whose_gateway_is_another_one_gets_none_or_that_ones()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (director, web) = (vpc["lvs01"], vpc["web01"]);
        await director.Machine.Forward();
        await director.Machine.Sysctl(("net.ipv4.conf.all.send_redirects", "0"), ("net.ipv4.conf.eth0.send_redirects", "0"));
        await web.Machine.SetGateway(director.Address.ToIPAddress());

        // A token may travel one hop: its answer dies on the director.
        Assert.Equal((0, ""), await PutToken(web.Machine, seconds: 60));
        vpc.Metadata.Usual = new MetadataConduct { HopLimit = 2 };
        Assert.Equal((200, director.Id), await Get(web.Machine, "meta-data/instance-id", await Token(web.Machine)));

        await web.Machine.Ip("route add 169.254.169.254/32 via 172.18.1.1 dev eth0");
        Assert.Equal((200, web.Id), await Get(web.Machine, "meta-data/instance-id", await Token(web.Machine)));
    }

    [Fact]
    public async Task Service_is_slow_silent_or_off_for_one_instance()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var lvs01 = vpc["lvs01"];
        foreach (var (conduct, status) in new (MetadataConduct, int)[]
        {
            (new() { NoAnswer = true }, 0),
            (new() { Latency = TimeSpan.FromSeconds(30) }, 0),
            (new() { Disabled = true }, 403),
            (new(), 200),
        })
        {
            vpc.Metadata.Set(lvs01.Id, conduct);
            Assert.Equal(status, (await PutToken(lvs01.Machine, seconds: 60)).Status);
            Assert.Equal(200, (await PutToken(vpc["lvs02"].Machine, seconds: 60)).Status);
        }

        vpc.Metadata.Set(lvs01.Id, new() { TokenRequired = false });
        Assert.Equal((200, lvs01.Id), await Get(lvs01.Machine, "meta-data/instance-id", token: null));
        Assert.Equal(5, vpc.Metadata.Asked(lvs01.Id));
    }

    private static async Task<string> KeyId(Machine machine, string token)
    {
        var (_, json) = await Get(machine, "meta-data/iam/security-credentials/director", token);
        return JsonDocument.Parse(json).RootElement.GetProperty("AccessKeyId").GetString()!;
    }

    private static async Task<string> Token(Machine machine)
    {
        var (status, token) = await PutToken(machine, seconds: 60);
        Assert.Equal(200, status);
        return token;
    }

    private static Task<(int Status, string Body)> PutToken(Machine machine, int seconds) => Ask(
        machine, "api/token", "--request", "PUT", "--header", string.Create(CultureInfo.InvariantCulture, $"X-aws-ec2-metadata-token-ttl-seconds: {seconds}"));

    private static Task<(int Status, string Body)> Get(Machine machine, string path, string? token) =>
        Ask(machine, path, token is null ? [] : ["--header", $"X-aws-ec2-metadata-token: {token}"]);

    /// <summary>Status 0: no answer within two seconds.</summary>
    private static async Task<(int Status, string Body)> Ask(Machine machine, string path, params string[] options)
    {
        var output = (await machine.Run(["curl", "--silent", "--max-time", "2", "--write-out", "\n%{http_code}", .. options, Service + path])).Output;
        var at = output.LastIndexOf('\n');
        return (int.Parse(output[(at + 1)..], CultureInfo.InvariantCulture), output[..at]);
    }
}
