using System.Collections.Concurrent;
using System.Net;
using Tenbin.Addresses.Local;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.TestKit;

namespace Tenbin.Addresses.Tests.Local;

public sealed class LocalMoverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("10.1.0.100")]
    [InlineData("fd01::100")]
    public async Task Neighbours_learn_the_new_place_without_asking(string vip)
    {
        using var segment = new Segment();
        await using var a = Movers.Open(segment.A);
        await using var b = Movers.Open(segment.B);
        await a.Acquire(Movers.Vip(vip), Token);
        await Segment.Learn(segment.C, vip, host: 1);
        // As after a crash: the address is gone there and nobody says goodbye.
        Segment.Ip($"-n {segment.Bridge} link set to-a down");

        await b.Acquire(Movers.Vip(vip), Token);

        await Eventually.Holds(() => Segment.Known(segment.C, vip) == Segment.Mac(2), "c sends to b");
    }

    [Theory]
    [InlineData("10.1.0.100")]
    [InlineData("fd01::100")]
    public async Task Acquire_and_release_may_be_repeated(string vip)
    {
        using var segment = new Segment();
        await using var mover = Movers.Open(segment.B);
        for (var i = 0; i < 2; i++)
        {
            await mover.Acquire(Movers.Vip(vip), Token);
            Assert.Null(await mover.FindFault(Movers.Vip(vip), Token));
        }

        for (var i = 0; i < 2; i++)
        {
            await mover.Release(Movers.Vip(vip), Token);
            Assert.False(Segment.Has(segment.B, vip));
            Assert.Equal("the address is not on any interface", await mover.FindFault(Movers.Vip(vip), Token));
        }
    }

    [Theory]
    [InlineData("10.1.0.100", "10.1.0.2")]
    [InlineData("fd01::100", "fd01::2")]
    public async Task Release_takes_nothing_else_along(string vip, string own)
    {
        using var segment = new Segment();
        await using var mover = Movers.Open(segment.B);
        await mover.Acquire(Movers.Vip(vip), Token);
        await mover.Release(Movers.Vip(vip), Token);

        Assert.True(Segment.Has(segment.B, own));
        using var netlink = segment.B.Run(RouteNetlink.Open);
        Assert.Equal(RouteKind.Unicast, netlink.GetRoute(IPAddress.Parse(own.Replace('2', '3'))).Kind);
        Assert.Equal(IPAddress.Parse(own), netlink.GetRoute(IPAddress.Parse(own.Replace('2', '3'))).PreferredSource);
    }

    [Theory]
    [InlineData("10.1.0.100", 24, "10.1.0.2")]
    [InlineData("10.1.0.100", 32, "10.1.0.2")]
    [InlineData("10.1.0.100", 16, "10.1.0.2")]
    [InlineData("fd01::100", 64, "fd01::2")]
    [InlineData("fd01::100", 128, "fd01::2")]
    public async Task What_this_machine_begins_does_not_come_from_the_address(string vip, int prefix, string own)
    {
        using var segment = new Segment();
        await using var mover = Movers.Open(segment.B);
        await mover.Acquire(Movers.Vip(vip, prefix), Token);

        using var netlink = segment.B.Run(RouteNetlink.Open);
        Assert.Equal(IPAddress.Parse(own), netlink.GetRoute(IPAddress.Parse(own.Replace('2', '3'))).PreferredSource);
    }

    [Theory]
    [InlineData("10.1.0.100")]
    [InlineData("fd01::100")]
    public async Task A_new_mover_removes_what_a_crashed_one_left(string vip)
    {
        using var segment = new Segment();
        await using (var crashed = Movers.Open(segment.B))
        {
            await crashed.Acquire(Movers.Vip(vip), Token);
        }

        await using var mover = Movers.Open(segment.B);
        await mover.Release(Movers.Vip(vip), Token);
        Assert.False(Segment.Has(segment.B, vip));
    }

    [Theory]
    [InlineData("10.1.0.100")]
    [InlineData("fd01::100")]
    public async Task A_duplicate_is_told_and_does_not_stop_the_takeover(string vip)
    {
        using var segment = new Segment();
        Segment.Ip($"-n {segment.A} addr add {vip}/{(vip.Contains(':', StringComparison.Ordinal) ? 64 : 24)} dev eth0 {(vip.Contains(':', StringComparison.Ordinal) ? "nodad" : "")}");
        var conflicts = new ConcurrentQueue<AddressConflict>();
        await using var mover = Movers.Open(segment.B, conflicts.Enqueue);

        await mover.Acquire(Movers.Vip(vip), Token);

        Assert.Null(await mover.FindFault(Movers.Vip(vip), Token));
        await Eventually.Holds(() => !conflicts.IsEmpty, "the duplicate is told");
        Assert.Contains(new AddressConflict(IPAddress.Parse(vip), "eth0", MacAddress.Parse(Segment.Mac(1))), conflicts);
        Assert.Equal(new AddressHolder(HolderKind.Contested, Segment.Mac(1)), await mover.WhoHolds(Movers.Vip(vip), Token));
    }

    [Theory]
    [InlineData("10.1.0.100")]
    [InlineData("fd01::100")]
    public async Task Tells_who_holds_the_address(string vip)
    {
        using var segment = new Segment();
        await using var a = Movers.Open(segment.A);
        await using var b = Movers.Open(segment.B);
        Assert.Equal(new AddressHolder(HolderKind.Nobody), await b.WhoHolds(Movers.Vip(vip), Token));

        await a.Acquire(Movers.Vip(vip), Token);
        Assert.Equal(new AddressHolder(HolderKind.Here), await a.WhoHolds(Movers.Vip(vip), Token));
        Assert.Equal(new AddressHolder(HolderKind.Elsewhere, Segment.Mac(1)), await b.WhoHolds(Movers.Vip(vip), Token));
    }

    [Fact]
    public async Task Nothing_is_announced_any_more_after_the_release()
    {
        using var segment = new Segment();
        var time = new ManualTime();
        await using var a = Movers.Open(segment.A, time: time);
        await using var b = Movers.Open(segment.B);
        await a.Acquire(Movers.Vip("10.1.0.100"), Token);
        await a.Release(Movers.Vip("10.1.0.100"), Token);
        await b.Acquire(Movers.Vip("10.1.0.100"), Token);
        await Segment.Learn(segment.C, "10.1.0.100", host: 2);

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(new AddressHolder(HolderKind.Here), await b.WhoHolds(Movers.Vip("10.1.0.100"), Token));
        Assert.Equal(Segment.Mac(2), Segment.Known(segment.C, "10.1.0.100"));
    }

    [Fact]
    public async Task Is_announced_again_and_again_while_held()
    {
        using var segment = new Segment();
        var time = new ManualTime();
        await using var mover = Movers.Open(segment.B, time: time);
        await mover.Acquire(Movers.Vip("10.1.0.100"), Token);
        await Segment.Learn(segment.C, "10.1.0.100", host: 2);
        foreach (var after in (TimeSpan[])[TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2)])
        {
            Segment.Ip($"-n {segment.C} neigh replace 10.1.0.100 lladdr 02:00:00:00:00:99 dev eth0 nud stale");
            // The timer's continuation runs on the pool: go on until it is seen.
            await Eventually.Holds(
                () =>
                {
                    time.Advance(after);
                    return Segment.Known(segment.C, "10.1.0.100") == Segment.Mac(2);
                },
                $"announced within {after}");
        }
    }

    [Fact]
    public async Task An_address_on_an_interface_that_is_off_says_how_to_switch_it_on()
    {
        using var segment = new Segment();
        Segment.Ip($"-n {segment.B} link set eth0 down");
        await using var mover = Movers.Open(segment.B);

        var error = await Assert.ThrowsAsync<ResourceException>(() => mover.Acquire(Movers.Vip("10.1.0.100"), Token));

        Assert.Contains("ip link set eth0 up", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_on_the_loopback_interface_is_left_alone()
    {
        using var segment = new Segment();
        Segment.Ip($"-n {segment.B} addr add 10.1.0.100/32 dev lo");
        await using var mover = Movers.Open(segment.B);

        await mover.Release(Movers.Vip("10.1.0.100"), Token);
        Assert.True(Segment.Has(segment.B, "10.1.0.100"));
        await mover.Acquire(Movers.Vip("10.1.0.100"), Token);
        Assert.Null(await mover.FindFault(Movers.Vip("10.1.0.100"), Token));
    }

    [Fact]
    public async Task A_copy_that_another_configuration_left_elsewhere_goes()
    {
        using var segment = new Segment();
        Segment.Ip($"-n {segment.B} link add br9 type bridge");
        Segment.Ip($"-n {segment.B} addr add 10.1.0.100/32 dev br9");
        await using var mover = Movers.Open(segment.B);

        await mover.Acquire(Movers.Vip("10.1.0.100"), Token);

        using var netlink = segment.B.Run(RouteNetlink.Open);
        Assert.Equal(netlink.Link("eth0")!.Index, Assert.Single(netlink.Addresses(), found => found.Address.ToString() == "10.1.0.100").InterfaceIndex);
    }
}
