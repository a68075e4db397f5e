using System.Net;
using Tenbin.Aws.Calls;
using Tenbin.Aws.Tests.Fakes;
using Xunit;

namespace Tenbin.Aws.Tests.Ec2;

public sealed class Ec2ClientTests
{
    private static readonly IPAddress s_vip = Bench.Vip.Address;

    [Theory]
    [InlineData("gatewayId>igw-1</gatewayId", "igw-1")]
    [InlineData("natGatewayId>nat-1</natGatewayId", null)]
    public async Task The_way_out_of_a_subnet(string target, string? gateway)
    {
        await using var cloud = await FakeCloud.Start();
        cloud.WayOut = target;
        using var session = Bench.SessionOf(cloud);
        var route = Assert.Single((await session.Ec2.FindRouteTable("vpc-1", "subnet-1", Bench.Patient))!.Routes);
        Assert.Equal((IPNetwork.Parse("0.0.0.0/0"), gateway), (route.To, route.GatewayId));
        Assert.Contains("association.subnet-id", cloud.Calls.Single().Form.Values);
    }

    [Fact]
    public async Task A_call_is_a_signed_form_of_the_version()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud);

        await session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip, IPAddress.Parse("10.0.0.200")], Bench.Patient);

        var call = Assert.Single(cloud.Calls);
        Assert.Equal("AssignPrivateIpAddresses", call.Action);
        Assert.Equal(
            ["AllowReassignment=true", "NetworkInterfaceId=eni-00000000000000001", "PrivateIpAddress.1=10.0.0.199", "PrivateIpAddress.2=10.0.0.200", "Version=2016-11-15"],
            call.Form.Where(pair => pair.Key != "Action").Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
        Assert.Contains("/eu-north-1/ec2/aws4_request", call.Authorization);
    }

    [Fact]
    public async Task Answers_are_read_whole()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Give(s_vip, FakeCloud.There);
        cloud.Associate(FakeCloud.There, s_vip);
        using var session = Bench.SessionOf(cloud);

        var found = Assert.Single(await session.Ec2.FindInterfaces("vpc-1", s_vip, Bench.Patient));
        Assert.Equal((FakeCloud.There, "i-2", false, "eni-00000000000000002 of i-2"), (found.Id, found.InstanceId, found.ChecksSource, found.Describe()));
        Assert.Equal([(true, null), (false, FakeCloud.Elastic)], found.Addresses.Select(one => (one.IsPrimary, one.PublicIp)));
        Assert.Equal(
            [new Tenbin.Aws.Ec2.ElasticIp(FakeCloud.Elastic, FakeCloud.Allocation, FakeCloud.There, s_vip)], await session.Ec2.DescribeAddresses([FakeCloud.Elastic], Bench.Patient));
        Assert.Equal(new Tenbin.Aws.Ec2.InstanceType("t3.small", 3, 6, 4), await session.Ec2.DescribeInstanceType("t3.small", Bench.Patient));
    }

    [Theory]
    [InlineData(503, "RequestLimitExceeded")]
    [InlineData(400, "Throttling")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "Unavailable")]
    [InlineData(502, "")]
    public async Task Throttling_and_troubles_of_AWS_are_waited_out(int status, string code)
    {
        await using var cloud = await FakeCloud.Start();
        var left = 5;
        cloud.Script = _ => Interlocked.Decrement(ref left) >= 0 ? new FakeFault(status, code) { Raw = code.Length == 0 ? "<html>Bad gateway" : null } : null;
        var log = new ListLog();
        using var session = Bench.SessionOf(cloud, log);

        await session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip], Bench.Patient);

        Assert.Equal(FakeCloud.Here, cloud.HolderOf(s_vip));
        Assert.Equal(6, cloud.Calls.Count);
        Assert.Equal(5, log.Lines.Count(line => line.StartsWith("AssignPrivateIpAddresses is tried again: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(401, "AuthFailure", "correct the credentials")]
    [InlineData(403, "UnauthorizedOperation", "attach what 'tenbin aws policy' prints")]
    [InlineData(400, "PrivateIpAddressLimitExceeded", "take a larger instance type")]
    [InlineData(400, "InvalidNetworkInterfaceID.NotFound", "'aws.region'")]
    [InlineData(400, "RequestExpired", "timedatectl")]
    public async Task A_refusal_is_told_at_once_with_its_remedy(int status, string code, string remedy)
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Script = _ => new FakeFault(status, code, "So it is.");
        using var session = Bench.SessionOf(cloud);

        var refusal = await Assert.ThrowsAsync<AwsException>(() => session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip], Bench.Patient));

        Assert.Equal(("AssignPrivateIpAddresses", code, "So it is.", "r-error", (HttpStatusCode)status), (refusal.Action, refusal.Code, refusal.Said, refusal.RequestId, refusal.Status!.Value));
        Assert.StartsWith($"AssignPrivateIpAddresses was refused: {code}: So it is (request r-error); ", refusal.Message);
        Assert.Contains(remedy, refusal.Message);
        Assert.DoesNotContain("secret-of-the-test", refusal.ToString());
    }

    [Fact]
    public async Task A_silent_attempt_gets_another_beside_it()
    {
        await using var cloud = await FakeCloud.Start();
        var first = 1;
        cloud.Script = _ => Interlocked.Exchange(ref first, 0) == 1 ? FakeFault.Silence : null;
        using var session = Bench.SessionOf(cloud);

        await session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip], Bench.Patient);

        Assert.Equal(2, cloud.Calls.Count);
    }

    [Fact]
    public async Task A_slow_answer_is_waited_for_while_others_are_asked()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Script = _ => new FakeFault { After = TimeSpan.FromSeconds(1), IsDone = true };
        using var session = Bench.SessionOf(cloud);

        await session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip], Bench.Patient);

        Assert.InRange(cloud.Calls.Count, 1, 3);
    }

    [Fact]
    public async Task Attempts_without_number_do_not_run_out_of_time()
    {
        // Each start doubles what a silent attempt gets; without a bound that was more than a timer can take after some thirty.
        var attempts = 0;
        var answer = await Attempts.Run(
            "Try", _ => ++attempts < 200 ? Task.FromException<int>(new AwsException("Try", "Throttling", "no")) : Task.FromResult(7),
            new AttemptRules { FirstPause = TimeSpan.FromTicks(1), LastPause = TimeSpan.FromTicks(1) }, _ => { }, TimeProvider.System, new Random(7), Bench.Patient);
        Assert.Equal(7, answer);
    }

    [Fact]
    public async Task The_deadline_ends_it_and_names_the_last_failure()
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Script = _ => FakeFault.Throttle;
        using var session = Bench.SessionOf(cloud);
        using var deadline = new CancellationTokenSource();
        var call = session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip], deadline.Token);
        await TestKit.Eventually.Holds(() => cloud.Calls.Count > 3, "a few attempts");

        await deadline.CancelAsync();

        var failure = await Assert.ThrowsAsync<AwsException>(() => call);
        Assert.Equal(AwsException.NoAnswer, failure.Code);
        Assert.Contains("RequestLimitExceeded", failure.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        Uri gone;
        await using (var cloud = await FakeCloud.Start())
        {
            gone = cloud.Url;
        }

        await using var metadata = await FakeCloud.Start();
        using var session = new AwsSession(
            new Model.Configuration.AwsSettings { Region = "eu-north-1", Endpoint = gone, Metadata = metadata.Url }, new AwsEnvironment(name => Bench.Environment.GetValueOrDefault(name)),
            new AttemptRules { FirstPause = TimeSpan.FromMilliseconds(1) }, TimeProvider.System, new ListLog());
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        var failure = await Assert.ThrowsAsync<AwsException>(() => session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip], deadline.Token));

        Assert.Contains($"{gone} cannot be reached: Connection refused", failure.Message);
        Assert.Contains("a director needs a public address of its own", failure.Message);
    }

    [Fact]
    public async Task Credentials_that_ran_out_are_fetched_anew()
    {
        await using var cloud = await FakeCloud.Start();
        var number = 0;
        cloud.Role = "director";
        cloud.RoleAnswer = () => $$"""{"Code":"Success","AccessKeyId":"ASIA{{++number}}","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}""";
        cloud.Script = call => call.Authorization.Contains("ASIA1/", StringComparison.Ordinal) ? new FakeFault(400, "ExpiredToken", "run out") : null;
        using var session = Bench.SessionOf(cloud, environment: []);

        await session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip], Bench.Patient);

        Assert.Equal(2, cloud.Calls.Count);
    }

    [Fact]
    public void Pauses_grow_with_full_jitter()
    {
        var (rules, random) = (new AttemptRules(), new Random(7));
        foreach (var (failures, most) in new[] { (1, 0.1), (2, 0.2), (5, 1.6), (7, 5.0), (1_000, 5.0) })
        {
            var pauses = Enumerable.Range(0, 1_000).Select(_ => rules.Pause(failures, random).TotalSeconds).ToList();
            Assert.InRange(pauses.Max(), most * 0.9, most);
            Assert.InRange(pauses.Min(), 0, most * 0.1);
        }
    }

    [Theory]
    [InlineData("<a><b>")]
    [InlineData("no")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    public async Task What_is_no_XML_is_quoted(string raw)
    {
        await using var cloud = await FakeCloud.Start();
        cloud.Script = _ => new FakeFault(400) { Raw = raw };
        using var session = Bench.SessionOf(cloud);

        var failure = await Assert.ThrowsAsync<AwsException>(() => session.Ec2.AssignPrivateIps(FakeCloud.Here, [s_vip], Bench.Patient));
        Assert.Contains($"Http400: the answer is no XML: \"{raw}\"", failure.Message);
    }
}
