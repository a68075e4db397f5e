using System.Text.RegularExpressions;
using Tenbin.Health.Monitoring;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Health.Tests.Monitoring;

public class CheckComparerTests
{
    private static HttpCheck Http() => new()
    {
        Path = "/check",
        Status = [new(200, 299), new(304, 304)],
        ExpectRegex = new Regex("ok", RegexOptions.NonBacktracking),
        Tls = new() { CaFile = "/etc/ca.pem" },
    };

    public static TheoryData<string, Check, Check, bool> Pairs => new()
    {
        { "same http, read twice", Http(), Http(), true },
        { "other fall, rise and port", Http(), Http() with { Fall = 9, Rise = 9, Port = 81 }, true },
        { "other path", Http(), Http() with { Path = "/" }, false },
        { "other status", Http(), Http() with { Status = [new(200, 299)] }, false },
        { "other pattern", Http(), Http() with { ExpectRegex = new Regex("no") }, false },
        { "other options", Http(), Http() with { ExpectRegex = new Regex("ok", RegexOptions.IgnoreCase) }, false },
        { "no pattern", Http(), Http() with { ExpectRegex = null }, false },
        { "other CA", Http(), Http() with { Tls = new() { CaFile = "/etc/other.pem" } }, false },
        { "other interval", Http(), Http() with { Every = TimeSpan.FromSeconds(9) }, false },
        { "other type", new TcpCheck(), new PingCheck(), false },
        { "same tcp", new TcpCheck(), new TcpCheck(), true },
        { "same command", new ExecCheck { Command = ["/a", "b"] }, new ExecCheck { Command = ["/a", "b"] }, true },
        { "other argument", new ExecCheck { Command = ["/a", "b"] }, new ExecCheck { Command = ["/a", "c"] }, false },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Checks_are_equal_when_their_probes_would_do_the_same(string what, Check a, Check b, bool equal)
    {
        Assert.True(CheckComparer.Instance.Equals(a, b) == equal, what);
        Assert.True(CheckComparer.Instance.Equals(b, a) == equal, what);
        if (equal)
        {
            Assert.Equal(CheckComparer.Instance.GetHashCode(a), CheckComparer.Instance.GetHashCode(b));
        }
    }
}
