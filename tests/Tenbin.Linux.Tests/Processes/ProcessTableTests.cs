using System.Diagnostics;
using Tenbin.Linux.Processes;

namespace Tenbin.Linux.Tests.Processes;

public class ProcessTableTests
{
    [Theory]
    [InlineData("12 (sshd) S 1 2", "sshd")]
    [InlineData("12 (a) b (c)) R 1", "a) b (c)")]
    [InlineData("12 (dead) Z 1", null)]
    [InlineData("12 (cut", null)]
    [InlineData("", null)]
    public void A_name_may_hold_anything_and_the_dead_have_none(string stat, string? name) => Assert.Equal(name, ProcessTable.Parse(stat));

    [Fact]
    public void Running_processes_are_listed()
    {
        using var sleep = Process.Start("sleep", "300");
        try
        {
            Eventually.True(() => ProcessTable.Names().Contains("sleep"), "sleep is listed");
        }
        finally
        {
            sleep.Kill();
        }
    }
}
