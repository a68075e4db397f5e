using System.Net;
using Tenbin.Lab.Capture;
using Xunit;

namespace Tenbin.Lab.Tests.Capture;

public sealed class StintBookTests
{
    private static readonly IPAddress Virtual = IPAddress.Parse("10.77.1.100");
    private static readonly IPAddress Client = IPAddress.Parse("10.77.1.10");
    private readonly List<Stint> _stints = [];

    [Fact]
    public void A_stint_lasts_until_another_machine_sends()
    {
        var book = new StintBook(WatchSide.From, [Virtual], _stints.Add);
        book.Take(new(FrameKind.Packet, "a", Virtual, Client), 1);
        book.Take(new(FrameKind.Packet, "a", Virtual, Client), 2);
        book.Take(new(FrameKind.Packet, "b", Virtual, Client), 3);
        book.Close();

        Assert.Equal(
            [
                new Stint("10.77.1.100", FrameKind.Packet, "a", 1, 2, 2),
                new Stint("10.77.1.100", FrameKind.Packet, "b", 3, 3, 1),
            ],
            _stints);
    }

    [Fact]
    public void Two_that_serve_at_once_take_turns()
    {
        var book = new StintBook(WatchSide.From, [Virtual], _stints.Add);
        foreach (var (mac, time) in new[] { ("a", 1), ("b", 2), ("a", 3), ("b", 4) })
        {
            book.Take(new(FrameKind.Packet, mac, Virtual, Client), time);
        }

        book.Close();

        Assert.Equal(["a", "b", "a", "b"], _stints.Select(stint => stint.Mac));
    }

    [Fact]
    public void Announcements_and_packets_are_kept_apart()
    {
        var book = new StintBook(WatchSide.From, [Virtual], _stints.Add);
        book.Take(new(FrameKind.Packet, "a", Virtual, Client), 1);
        book.Take(new(FrameKind.Arp, "b", Virtual, Virtual), 2);
        book.Take(new(FrameKind.Packet, "a", Virtual, Client), 3);
        book.Close();

        Assert.Equal(2, _stints.Count);
    }

    [Fact]
    public void Only_the_watched_side_counts()
    {
        var book = new StintBook(WatchSide.To, [Virtual], _stints.Add);
        book.Take(new(FrameKind.Packet, "a", Virtual, Client), 1);
        book.Take(new(FrameKind.Packet, "b", Client, Virtual), 2);
        book.Close();

        Assert.Equal(["b"], _stints.Select(stint => stint.Mac));
    }
}
