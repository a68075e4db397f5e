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

    private async Task<FakeTerminal> RunAsync(ExitStatus expected, string address)
    {
        var file = Path.Combine(_directory.FullName, "tenbin.yaml");
        await File.WriteAllTextAsync(file, $$"""
            cluster: { key-file: k, nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve }
            services: {}
            groups: { front: { addresses: [{{address}}] } }
            """, TestContext.Current.CancellationToken);
        var terminal = new FakeTerminal();
        Assert.Equal((int)expected, await terminal.RunAsync(["aws", "policy", file]));
        return terminal;
    }
}
