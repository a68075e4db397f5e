using System.Text;
using Tenbin.Lab.Cloud.Api.Signing;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Api;

public sealed class SignatureTests
{
    private readonly ApiBench _bench = ApiBench.Article();

    [Fact]
    public async Task Key_that_is_known_is_let_in_with_its_own_rights()
    {
        var reader = _bench.Keys.AddUser("reader", "ec2:Describe*");

        Assert.Equal(200, (await _bench.Send(reader, "DescribeInstances"))!.Status);
        Assert.Equal((403, "UnauthorizedOperation"), ApiBench.Failure(await _bench.Send(reader, "AssociateAddress", ("DryRun", "true"))));
    }

    [Fact]
    public async Task Key_that_is_not_known_is_refused()
    {
        _bench.Keys.Remove(_bench.Key);

        Assert.Equal((401, "AuthFailure"), await _bench.Refused("DescribeInstances"));
    }

    [Fact]
    public async Task Wrong_secret_is_refused()
    {
        var forged = _bench.Key with { Secret = "wrong" };

        Assert.Equal((403, "SignatureDoesNotMatch"), ApiBench.Failure(await _bench.Send(forged, "DescribeInstances")));
    }

    [Fact]
    public async Task Request_that_was_changed_on_its_way_is_refused()
    {
        var signed = Signer.Post(ApiBench.Body("DescribeInstances"), _bench.Key, _bench.Time.GetUtcNow());
        var changed = signed with { Body = Encoding.UTF8.GetBytes(ApiBench.Body("DeleteRoute")) };

        Assert.Equal((403, "SignatureDoesNotMatch"), await Answer(changed));
    }

    [Theory]
    [InlineData("us-east-1", "ec2")]
    [InlineData("ap-northeast-1", "s3")]
    public async Task Request_for_another_region_or_service_is_refused(string region, string service)
    {
        var signed = Signer.Post(ApiBench.Body("DescribeInstances"), _bench.Key, _bench.Time.GetUtcNow(), region, service);

        Assert.Equal((403, "SignatureDoesNotMatch"), await Answer(signed));
    }

    [Theory]
    [InlineData(-16)]
    [InlineData(16)]
    public async Task Clock_that_is_far_off_is_refused(int minutes)
    {
        var signed = Signer.Post(ApiBench.Body("DescribeInstances"), _bench.Key, _bench.Time.GetUtcNow().AddMinutes(minutes));

        Assert.Equal((400, "RequestExpired"), await Answer(signed));
    }

    [Fact]
    public async Task Unsigned_request_is_refused()
    {
        var signed = Signer.Post(ApiBench.Body("DescribeInstances"), _bench.Key, _bench.Time.GetUtcNow());
        var bare = signed with { Headers = new Dictionary<string, string> { ["host"] = "172.18.1.10" } };

        Assert.Equal((403, "MissingAuthenticationToken"), await Answer(bare));
    }

    [Fact]
    public async Task Session_needs_its_token_has_its_roles_rights_and_ends()
    {
        _bench.Keys.SetRole("director", "ec2:DescribeAddresses");
        var session = _bench.Keys.AssumeRole("director", "i-1", TimeSpan.FromMinutes(30));
        Assert.Equal(200, (await _bench.Send(session, "DescribeAddresses"))!.Status);
        Assert.Equal((401, "AuthFailure"), ApiBench.Failure(await _bench.Send(session with { Token = null }, "DescribeAddresses")));
        Assert.Equal((401, "AuthFailure"), ApiBench.Failure(await _bench.Send(session with { Token = "other" }, "DescribeAddresses")));

        _bench.Keys.SetRole("director");
        Assert.Equal((403, "UnauthorizedOperation"), ApiBench.Failure(await _bench.Send(session, "DescribeAddresses")));

        _bench.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal((400, "RequestExpired"), ApiBench.Failure(await _bench.Send(session, "DescribeAddresses")));
    }

    private async Task<(int Status, string Code)> Answer(SignedRequest request) =>
        ApiBench.Failure(await _bench.Service.Answer(request, TestContext.Current.CancellationToken));
}
