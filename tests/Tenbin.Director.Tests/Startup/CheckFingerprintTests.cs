using Tenbin.Director.Findings;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Startup;

public sealed class CheckFingerprintTests
{
    /// <summary>A type of check that is forgotten here would end the daemon at its start.</summary>
    [Fact]
    public void Every_type_of_check_has_one()
    {
        Check[] all =
        [
            new NoCheck(), new TcpCheck(), new PingCheck(), new HttpCheck(), new HttpCheck { Tls = new TlsCheck() },
            new ExecCheck { Command = ["/bin/true"] }, new MySqlCheck { User = "u", Password = "s3cret" },
        ];

        Assert.Empty(typeof(Check).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Check))).Except(all.Select(check => check.GetType())));
        Assert.Equal(all.Length, all.Select(CheckFingerprint.Of).Distinct().Count());
        Assert.All(all, check => Assert.DoesNotContain("s3cret", CheckFingerprint.Of(check), StringComparison.Ordinal));
    }
}
