using Tenbin.Cluster.Core;
using Tenbin.Cluster.Driving;
using Xunit;

namespace Tenbin.Cluster.Tests.Driving;

public sealed class InboxTests
{
    private readonly Inbox _inbox = new();

    [Fact]
    public async Task Whoever_waits_gets_what_comes_in_order()
    {
        var taking = Task.Run(() =>
        {
            _inbox.Wait(TimeSpan.FromMinutes(1));
            return Taken();
        });

        Assert.True(_inbox.Add(new Stopped(1), new Stopped(2)));

        Assert.Equal([new Stopped(1), new Stopped(2)], await taking);
    }

    [Fact]
    public void What_is_there_already_is_not_waited_for_and_what_is_not_only_so_long()
    {
        _inbox.Add(new Tick());
        Assert.True(_inbox.Wait(Timeout.InfiniteTimeSpan));
        Assert.Single(Taken());
        Assert.True(_inbox.Wait(TimeSpan.FromMilliseconds(1)));
        Assert.Empty(Taken());
    }

    [Fact]
    public async Task When_it_is_closed_nobody_waits_and_late_speakers_are_told()
    {
        var waiting = Task.Run(() => _inbox.Wait(Timeout.InfiniteTimeSpan));

        _inbox.Close();

        Assert.False(await waiting);
        Assert.False(_inbox.Add(new Tick()));
        Assert.Empty(Taken());
    }

    private List<ClusterInput> Taken()
    {
        List<ClusterInput> taken = [];
        while (_inbox.TryTake(out var input))
        {
            taken.Add(input);
        }

        return taken;
    }
}
