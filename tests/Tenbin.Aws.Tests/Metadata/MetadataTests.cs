using System.Net;
using Tenbin.Aws.Metadata;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Aws.Tests.Metadata;

public sealed class MetadataTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Facts_and_interfaces_are_read_with_one_token()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Give(Bench.Vip.Address, FakeCloud.Here);
        cloud.Give(IPAddress.Parse("2001:db8:1::53"), FakeCloud.Here);
        cloud.Associate(FakeCloud.Here, Bench.Vip.Address);
        using var metadata = new MetadataClient(cloud.Url, s_timeout, TimeProvider.System);

        Assert.Equal(new InstanceFacts("eu-north-1", "eu-north-1a", "i-1", "t3.small"), await InstanceFacts.Read(metadata, Bench.Patient));
        var read = Assert.Single(await InterfaceReader.ReadAll(metadata, Bench.Patient));

        Assert.Equal((FakeCloud.Here, 0, "subnet-1", "vpc-1", FakeCloud.Mac), (read.Id, read.Device, read.SubnetId, read.VpcId, read.Mac.ToString()));
        Assert.Equal([FakeCloud.OwnAddress, Bench.Vip.Address, IPAddress.Parse("2001:db8:1::53")], read.Addresses);
        Assert.Equal(["10.0.0.0/24", "2001:db8:1::/64"], read.Networks.Select(network => network.ToString()));
        Assert.Equal(Bench.Vip.Address, read.Public[FakeCloud.Elastic]);
        Assert.Equal(1, cloud.Tokens);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends_and_when_it_is_refused()
    {
        await using var cloud = await FakeCloud.Start();
        var time = new ManualTime();
        using var metadata = new MetadataClient(cloud.Url, s_timeout, time);
        await metadata.Read("instance-id", Bench.Patient);

        cloud.Token = "token-2";
        Assert.Equal("i-1", await metadata.Read("instance-id", Bench.Patient));
        Assert.Equal(2, cloud.Tokens);

        time.Advance(TimeSpan.FromHours(4));
        Assert.Equal("i-1", await metadata.Read("instance-id", Bench.Patient));
        Assert.Equal(3, cloud.Tokens);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        await using var cloud = await FakeCloud.Start();
        using var metadata = new MetadataClient(cloud.Url, s_timeout, TimeProvider.System);

        Assert.Null(await metadata.Find("public-keys/", Bench.Patient));
        Assert.Contains("has no 'public-keys/'", (await Assert.ThrowsAsync<MetadataException>(() => metadata.Read("public-keys/", Bench.Patient))).Message);
    }

    [Theory]
    [InlineData(403, "is switched off for this instance; 'aws ec2 modify-instance-metadata-options --http-endpoint enabled'")]
    [InlineData(404, "gives no session tokens: it is no metadata service of version 2")]
    [InlineData(503, "answers 503; it is tried again")]
    public async Task A_refusal_says_how_to_mend_it(int status, string expected)
    {
        await using var cloud = await FakeCloud.Start();
        cloud.MetadataScript = _ => new FakeFault(status, "", "");
        using var metadata = new MetadataClient(cloud.Url, s_timeout, TimeProvider.System);

        Assert.Contains(expected, (await Assert.ThrowsAsync<MetadataException>(() => metadata.Read("instance-id", Bench.Patient))).Message);
    }

    [Fact]
    public async Task Silence_names_the_hop_limit_before_the_first_answer_and_slowness_after_it()
    {
        await using var cloud = await FakeCloud.Start();
        using var metadata = new MetadataClient(cloud.Url, TimeSpan.FromMilliseconds(200), TimeProvider.System);
        cloud.MetadataScript = _ => FakeFault.Silence;
        var first = await Assert.ThrowsAsync<MetadataException>(() => metadata.Read("instance-id", Bench.Patient));
        Assert.Contains("did not answer within 0.2 s: this is no EC2 instance, or its route there is gone, or the daemon runs in a container and the hop limit is 1", first.Message);

        // A machine under load may be slower than the timeout; not for ever.
        cloud.MetadataScript = _ => null;
        for (var answered = false; !answered;)
        {
            try
            {
                answered = await metadata.Read("instance-id", Bench.Patient) == "i-1";
            }
            catch (MetadataException)
            {
                // Once more.
            }
        }

        cloud.MetadataScript = _ => FakeFault.Silence;
        var later = await Assert.ThrowsAsync<MetadataException>(() => metadata.Read("instance-id", Bench.Patient));
        Assert.Contains("though it did before: it is slow or throttles this instance", later.Message);
    }

    [Fact]
    public async Task Absence_names_the_route()
    {
        Uri url;
        await using (var cloud = await FakeCloud.Start())
        {
            url = cloud.Url;
        }

        using var metadata = new MetadataClient(url, s_timeout, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<MetadataException>(() => metadata.Read("instance-id", Bench.Patient));
        Assert.Contains("cannot be reached: Connection refused", failure.Message);
        Assert.Contains("ip route get 169.254.169.254", failure.Message);
    }
}
