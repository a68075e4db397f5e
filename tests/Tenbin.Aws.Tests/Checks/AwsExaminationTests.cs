using System.Collections.Immutable;
using Tenbin.Aws.Checks;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Checks;

/// <summary>The surroundings as the API tells of them.</summary>
public sealed class AwsExaminationTests
{
    [Fact]
    public async Task A_sound_pair_has_no_findings_but_its_zone_and_nothing_is_changed()
    {
        await using var cloud = await Start();
        Assert.Equal(["aws.one-zone"], await Ids(cloud));
        Assert.Equal(0, cloud.Count("ModifyNetworkInterfaceAttribute"));
        Assert.Null(cloud.HolderOf(Surroundings.WebVip));
    }

    [Fact]
    public async Task Source_checks_of_both_directors_and_the_server_and_the_mend_of_the_own()
    {
        await using var cloud = await Start();
        cloud.ChecksSource = true;
        var found = await Run(cloud);
        Assert.Equal(
            [("aws.server-source-check", "eni-db"), ("aws.source-check", FakeCloud.Here), ("aws.source-check", FakeCloud.There)],
            found.Where(one => one.Severity == AwsSeverity.Error).Select(one => (one.Id, one.About)).Order());

        using var session = Bench.SessionOf(cloud);
        await Assert.Single(found.Select(one => one.Mend).OfType<AwsMend>()).Apply(session, Bench.Patient);
        Assert.Equal((FakeCloud.Here, "false"), cloud.Calls.Where(call => call.Action == "ModifyNetworkInterfaceAttribute").Select(call => (call["NetworkInterfaceId"], call["SourceDestCheck.Value"])).Single());
        Assert.Equal(["aws.one-zone"], await Ids(cloud));
    }

    [Fact]
    public async Task Security_groups_are_read()
    {
        await using var cloud = await Start();
        cloud.OpenTo = "192.0.2.0/24";
        Assert.Equal(["aws.closed-check", "aws.closed-clients", "aws.closed-heartbeat", "aws.closed-server", "aws.one-zone"], (await Ids(cloud)).Distinct());
    }

    [Theory]
    [InlineData("DescribeSecurityGroups")]
    [InlineData("DescribeSubnets")]
    [InlineData("DescribeRouteTables")]
    public async Task What_may_not_be_looked_at_is_said_and_the_rest_is_looked_at(string action)
    {
        await using var cloud = await Start();
        cloud.ChecksSource = true;
        cloud.Script = call => call.Action == action ? new FakeFault(403, "UnauthorizedOperation", "You are not authorized to perform this operation.") : null;
        var found = await Run(cloud);
        var refused = Assert.Single(found, one => one.Id == "aws.not-examined");
        Assert.Equal((AwsSeverity.Warning, action), (refused.Severity, refused.About));
        Assert.Contains(found, one => one.Id == "aws.server-source-check");
    }

    [Fact]
    public async Task Wrong_credentials_are_said_once()
    {
        await using var cloud = await Start();
        cloud.Script = _ => new FakeFault(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
        Assert.Equal(["aws.credentials"], await Ids(cloud));
    }

    [Fact]
    public async Task A_silent_API_ends_with_the_deadline()
    {
        await using var cloud = await Start();
        cloud.Script = _ => FakeFault.Silence;
        using var session = Bench.SessionOf(cloud);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        Assert.Equal(["aws.unreachable"], (await new AwsExamination(session, _ => null).Run(Surroundings.Config, deadline.Token)).Select(one => one.Id));
    }

    [Fact]
    public async Task A_witness_alone_needs_credentials()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud, environment: []);
        var cluster = Surroundings.Config.Cluster! with { Witness = new WitnessSettings([]) { Type = WitnessType.DynamoDb, Store = "votes" } };
        var found = Assert.Single(await new AwsExamination(session, _ => null).Run(new TenbinConfig { Cluster = cluster }, Bench.Patient));
        Assert.Equal("aws.credentials", found.Id);
        Assert.StartsWith("The witness gives no vote", found.Effect);
    }

    [Fact]
    public async Task Metadata_of_another_instance_are_said_and_nothing_else()
    {
        await using var cloud = await Start();
        using var session = Bench.SessionOf(cloud);
        var strange = new MachineFacts([Tenbin.Linux.MacAddress.Parse("02:00:00:00:00:99")], []);

        var found = Assert.Single(await new AwsExamination(session, _ => null) { Machine = strange }.Run(Surroundings.Config, Bench.Patient));

        Assert.Equal(("aws.metadata-elsewhere", AwsSeverity.Error), (found.Id, found.Severity));
        Assert.Contains(FakeCloud.Here, found.What);
        Assert.Empty(cloud.Calls);
        Assert.Empty(await new AwsExamination(session, _ => null) { Machine = strange }.RunByMetadata(Local, Bench.Patient));
    }

    [Fact]
    public async Task A_local_address_of_the_subnet_is_found_without_the_API()
    {
        await using var cloud = await Start();
        using var session = Bench.SessionOf(cloud, environment: []);
        Assert.Equal(["aws.mover-local"], (await new AwsExamination(session, _ => null).RunByMetadata(Local, Bench.Patient)).Select(one => one.Id));
        Assert.Empty(cloud.Calls);
    }

    [Fact]
    public async Task A_file_without_AWS_asks_nothing()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud);
        Assert.Empty(await new AwsExamination(session, _ => null).Run(new TenbinConfig { Services = Surroundings.Config.Services }, Bench.Patient));
        Assert.Empty(cloud.Calls);
    }

    private static TenbinConfig Local { get; } = new() { Groups = [new GroupSettings { Name = "front", Addresses = [new(Surroundings.WebVip, 24)] }] };

    private static async Task<FakeCloud> Start()
    {
        var cloud = await FakeCloud.Start();
        cloud.Others.Add(("eni-web", "i-web", Surroundings.Web));
        cloud.Others.Add(("eni-db", "i-db", Surroundings.Db));
        return cloud;
    }

    private static async Task<ImmutableArray<AwsFinding>> Run(FakeCloud cloud)
    {
        using var session = Bench.SessionOf(cloud);
        return await new AwsExamination(session, _ => null).Run(Surroundings.Config, Bench.Patient);
    }

    private static async Task<IEnumerable<string>> Ids(FakeCloud cloud) => (await Run(cloud)).Select(one => one.Id).Order(StringComparer.Ordinal);
}
