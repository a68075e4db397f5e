using Tenbin.Cluster.Core;
using Xunit;

namespace Tenbin.Cluster.Tests.Core;

public sealed class MaintenanceTests
{
    private const long Millisecond = 1_000_000;

    /// <summary>A machine switched off right after "done" must not take the word with it.</summary>
    [Theory]
    [InlineData(CommandKind.MaintenanceOn, true)]
    [InlineData(CommandKind.MaintenanceOff, false)]
    public void Peers_are_told_at_once(CommandKind command, bool expected)
    {
        var settings = new CoreSettings
        {
            Self = new(0, 11), Nodes = 2, HasRegister = true, Every = 100 * Millisecond, DeadAfter = 400 * Millisecond,
            Lease = 380 * Millisecond, RestartGrace = 380 * Millisecond, VoterSet = 1, Groups = [new GroupRule(0, null)],
        };
        var core = new ClusterCore(0, settings, [default(Grant)], [0], out _);
        core.Step(0, new Tick());

        var outputs = core.Step(Millisecond, new Command(1, command, -1));

        var told = Assert.Single(outputs.OfType<Send>(), sent => sent.Message is Beat);
        Assert.Equal(expected, Assert.IsType<Beat>(told.Message).Maintenance);
    }
}
