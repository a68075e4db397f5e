using Tenbin.Cli.Tests.Fakes;
using Tenbin.Director;

namespace Tenbin.Cli.Tests.Verbs;

public sealed class AwsVerbTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tenbin-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Policy_prints_what_the_file_needs()
    {
        var terminal = await RunAsync(ExitStatus.Good, "{ ip: 10.0.0.199/24, mover: aws-private-ip }");

        Assert.Contains("\"ec2:AssignPrivateIpAddresses\"", terminal.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("AssociateAddress", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_AWS_has_no_policy() =>
        Assert.Contains("nothing of it needs AWS", (await RunAsync(ExitStatus.Failed, "{ ip: 10.0.0.199/24 }")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_bad_file_is_named_with_its_mistakes() =>
        Assert.Contains("is not a mover", (await RunAsync(ExitStatus.BadUsage, "{ ip: 10.0.0.199/24, mover: aws }")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Check_of_a_file_without_AWS_asks_nobody() =>
        Assert.Contains("AWS would let every group move here", (await RunAsync(ExitStatus.Good, "{ ip: 10.0.0.199/24 }", "check")).Out, StringComparison.Ordinal);

    [Fact]
    public async Task Check_names_what_is_amiss_with_its_remedy()
    {
        // Nobody listens there.
        var terminal = await RunAsync(ExitStatus.Failed, "{ ip: 10.0.0.199/24, mover: aws-private-ip }", "check", "aws: { metadata: 'http://127.0.0.1:1' }");
        Assert.StartsWith("error  metadata: the metadata service at http://127.0.0.1:1/ cannot be reached: Connection refused", terminal.Out, StringComparison.Ordinal);
        Assert.Contains("this is no EC2 instance, or its route to 169.254.169.254 is gone", terminal.Out, StringComparison.Ordinal);
    }

    private async Task<FakeTerminal> RunAsync(ExitStatus expected, string address, string verb = "policy", string rest = "")
    {
        var file = Path.Combine(_directory.FullName, "tenbin.yaml");
        await File.WriteAllTextAsync(file, $$"""
            cluster: { key-file: k, nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve }
            services: {}
            groups: { front: { addresses: [{{address}}] } }
            {{rest}}
            """, TestContext.Current.CancellationToken);
        var terminal = new FakeTerminal();
        Assert.Equal((int)expected, await terminal.RunAsync(["aws", verb, file]));
        return terminal;
    }
}
