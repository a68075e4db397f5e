using Tenbin.Director.Clustering.Sharing;

namespace Tenbin.Director.Tests.Clustering.Sharing;

public sealed class SettingsPortTests
{
    private readonly SettingsPort _port = new(0, ["lvs01", "lvs02"]);

    [Fact]
    public void What_comes_is_taken_in_order_and_told_of()
    {
        var told = 0;
        _port.Arrived = () => told++;
        byte[] buffer = [1];
        _port.Deliver(1, buffer);
        buffer[0] = 2;
        _port.Deliver(1, buffer);

        Assert.True(_port.TryTake(out var from, out var first));
        Assert.True(_port.TryTake(out _, out var second));
        Assert.False(_port.TryTake(out _, out _));
        Assert.Equal((1, 1, 2, 2), (from, first[0], second[0], told));
    }

    [Fact]
    public void Invariant8_What_nobody_takes_does_not_pile_up()
    {
        for (var round = 0; round < 10_000; round++)
        {
            _port.Deliver(1, [1]);
        }

        var taken = 0;
        while (_port.TryTake(out _, out _))
        {
            taken++;
        }

        Assert.Equal(256, taken);
        _port.Deliver(1, [1]);
        Assert.True(_port.TryTake(out _, out _));
    }

    [Fact]
    public void What_is_sent_before_there_are_links_is_lost() => _port.Send(1, [1]);
}
