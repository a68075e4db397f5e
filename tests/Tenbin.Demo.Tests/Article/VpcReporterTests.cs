using Tenbin.Demo.Article;

namespace Tenbin.Demo.Tests.Article;

public sealed class VpcReporterTests
{
    private static readonly Dictionary<string, string> s_names = new() { ["i-02"] = "lvs02" };

    [Theory]
    [InlineData("AssignPrivateIpAddresses", "OK", "lvs02 calls EC2: AssignPrivateIpAddresses, done")]
    [InlineData("AssociateAddress", "RequestLimitExceeded", "lvs02 calls EC2: AssociateAddress, RequestLimitExceeded")]
    [InlineData("AssociateAddress", "DryRunOperation", null)]
    [InlineData("DescribeAddresses", "OK", null)]
    public void Calls_that_change_something_are_told(string action, string outcome, string? told) =>
        Assert.Equal(told, VpcReporter.Describe(new(1, action, "arn:aws:sts::123456789012:assumed-role/director/i-02", outcome), s_names));
}
