using Tenbin.Cluster.Core;
using Tenbin.Director.Clustering;
using Tenbin.Director.Tests.Fakes;
using Tenbin.TestKit;

namespace Tenbin.Director.Tests.Clustering;

public sealed class LeavingTests : IDisposable
{
    private readonly FakeNode _node = new();
    private readonly CollectedLog _log = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(false, CommandKind.LeaveForRestart)]
    [InlineData(true, CommandKind.LeaveForGood)]
    public async Task Invariant4_A_restart_keeps_the_groups_and_a_shutdown_gives_them_away(bool forGood, CommandKind kind)
    {
        await Leaving.RunAsync(_node, forGood, _log, _time);

        Assert.Equal([(kind, -1)], _node.Asked);
        Assert.True(_log.Has($"Information Leaving: did {kind}"));
    }

    [Theory]
    [InlineData(false, 1, "unless the daemon is back before their leases run out, another node takes the groups held here (back)")]
    [InlineData(true, 5, "the gates are closed to what is left of the groups; still owned here: back")]
    public async Task The_daemon_does_not_wait_for_ever_and_says_what_that_means(bool forGood, int seconds, string told)
    {
        _node.Answer = (_, _) => new TaskCompletionSource<CommandDone>().Task;
        var leaving = Leaving.RunAsync(_node, forGood, _log, _time);

        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(leaving.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        await leaving;

        Assert.True(_log.Has(told), string.Join('\n', _log.Lines));
    }
}
