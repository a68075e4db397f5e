using Xunit;

namespace Tenbin.Cluster.Simulation;

/// <summary>Seeds that once failed.</summary>
public sealed class PinnedTests
{
    /// <summary><c>TENBIN_SEED=n</c>: one schedule, told from its beginning.</summary>
    [Fact]
    public void One_schedule_is_told()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("TENBIN_SEED") is not null, "set TENBIN_SEED to a number");
        Assert.Fail(Seeds.Explain(int.Parse(Environment.GetEnvironmentVariable("TENBIN_SEED")!, System.Globalization.CultureInfo.InvariantCulture), 100_000));
    }
}
