using Tenbin.Aws.Checks;
using Tenbin.Director.Doctor;
using Tenbin.Director.Doctor.Cloud;

namespace Tenbin.Director.Tests.Doctor;

public sealed class AwsSourceTests
{
    private const string Moved = """
        cluster: { key-file: k, nodes: { a: 10.0.0.11, b: 10.0.0.12 }, without-majority: serve }
        services: {}
        groups: { front: { addresses: [{ ip: 10.0.0.199/24, mover: aws-private-ip }] } }
        aws: { metadata: 'http://127.0.0.1:1' }
        """;

    [Fact]
    public async Task A_file_without_AWS_reads_not_even_the_environment() =>
        Assert.Empty(await new AwsSource(_ => throw new InvalidOperationException(), () => false).ExamineAsync(Context(Facts.Pair), TestContext.Current.CancellationToken));

    [Fact]
    public async Task Metadata_where_nobody_listens()
    {
        var found = Assert.Single(await new AwsSource(_ => null).ExamineAsync(Context(Moved), TestContext.Current.CancellationToken));

        Assert.Equal(("aws.metadata", Severity.Problem), (found.Id, found.Severity));
        Assert.StartsWith("metadata: the metadata service at http://127.0.0.1:1/ cannot be reached: Connection refused", found.Wrong, StringComparison.Ordinal);
        Assert.Equal("no address would move to this node", found.Shows);
    }

    [Theory]
    [InlineData(AwsSeverity.Error, Severity.Problem)]
    [InlineData(AwsSeverity.Warning, Severity.Caution)]
    [InlineData(AwsSeverity.Note, Severity.Note)]
    public void Findings_keep_their_rank_and_become_clauses(AwsSeverity severity, Severity expected)
    {
        var told = new AwsSource(_ => null).Tell(new AwsFinding("aws.any", severity, "eni-1", "it is wrong.", "EC2 refuses.", "Mend it."), Context(Moved));

        Assert.Equal((expected, "eni-1: it is wrong", "EC2 refuses", "mend it", null), (told.Severity, told.Wrong, told.Shows, told.Mend, told.Fix));
    }

    [Fact]
    public async Task A_mend_that_AWS_refuses_says_why()
    {
        var mend = new AwsMend("aws ec2 do", (_, _) => throw new Tenbin.Aws.AwsException("ModifyNetworkInterfaceAttribute", "UnauthorizedOperation", "You are not authorized."));
        var told = new AwsSource(_ => null).Tell(new AwsFinding("aws.any", AwsSeverity.Error, "eni-1", "it is wrong.", "It hangs.", "Mend it.") { Mend = mend }, Context(Moved));

        var (_, fault) = Assert.Single(await DoctorRun.FixAsync([told], TestContext.Current.CancellationToken));
        Assert.Equal("You are not authorized: the directors' role need not have ModifyNetworkInterfaceAttribute; run the command with another", fault);
    }

    private static DoctorContext Context(string file) => new(Facts.Load(file), "/etc/tenbin/tenbin.yaml", new DirectorPaths(), null, false, TimeProvider.System);
}
