using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Addresses.Groups;
using Tenbin.Addresses.Local;
using Tenbin.Addresses.Routing;
using Tenbin.Addresses.Tests.Local;
using Tenbin.Addresses.Tests.Routing;
using Tenbin.Addresses.Tests.Scripts;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;

namespace Tenbin.Addresses.Tests.Groups;

/// <summary>A runner with addresses, routes and rules, on a machine of a <see cref="Segment"/>.</summary>
public sealed class RoutingOfAGroupTests : IAsyncLifetime
{
    private readonly Segment _segment = new();
    private readonly ScriptFolder _folder = new();
    private readonly NetworkSignal _signal = new();
    private readonly ConcurrentQueue<GroupEvent> _events = new();
    private readonly CancellationTokenSource _done = new();
    private readonly NetlinkMonitor _monitor;
    private readonly LocalMover _mover;
    private readonly GroupRouting _routing;
    private Task _pump = Task.CompletedTask;

    public RoutingOfAGroupTests() =>
        (_monitor, _mover, _routing) = (_segment.B.Run(NetlinkMonitor.Open), Movers.Open(_segment.B), Routings.Open(_segment.B));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _pump = PumpAsync();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _pump;
        await _mover.DisposeAsync();
        _routing.Dispose();
        _monitor.Dispose();
        _done.Dispose();
        _folder.Dispose();
        _segment.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Routes_and_rules_stand_while_the_scripts_run(bool v6)
    {
        var (address, route, rule) = Parts(v6);
        var family = v6 ? "-6" : "-4";
        var script = _folder.Good("x", $"""
            PATH=/usr/sbin:/usr/bin:/sbin:/bin
            case $1 in start|stop)
                ip -n {_segment.B} {family} route show table {Routings.Table} >> $D/routes
                ip -n {_segment.B} {family} rule show priority {rule.Priority} >> $D/rules;;
            esac
            """);
        await using var runner = Runner(new() { Name = "front", Addresses = [address], Routes = [route], Rules = [rule], Scripts = [script] });

        Assert.Equal(OutcomeKind.Done, (await runner.Start(Token)).Kind);
        Assert.Equal(OutcomeKind.Done, (await runner.Stop(Token)).Kind);

        Assert.Equal(["x start", "x stop"], _folder.Actions());
        Assert.Equal([2, 2], [_folder.Lines("routes").Length, _folder.Lines("rules").Length]);
        Assert.All(_folder.Lines("routes"), line => Assert.Contains($"{route.To} via {route.Via}", line, StringComparison.Ordinal));
        AssertNothingIsLeft(v6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_removed_by_hand_is_put_back(bool v6)
    {
        var (address, route, rule) = Parts(v6);
        await using var runner = Runner(new() { Name = "front", Addresses = [address], Routes = [route], Rules = [rule] });
        await runner.Start(Token);

        Segment.Ip($"-n {_segment.B} {(v6 ? "-6" : "-4")} rule del priority {rule.Priority}");
        await Restored($"rule {rule}");
        Segment.Ip($"-n {_segment.B} route del {route.To} table {route.Table}");
        await Restored($"route {route}");
        Segment.Ip($"-n {_segment.B} route replace {route.To} via {(v6 ? "fd01::1" : "10.1.0.1")} table {route.Table} metric {route.Metric} proto {GroupRouting.Protocol}");
        await Restored($"route {route}");

        Assert.Equal([(GroupRouting.Protocol, route.Via!.ToString())], Routings.Of(_segment.B, route));
        Assert.Equal([GroupRouting.Protocol], Routings.Of(_segment.B, rule));
        await runner.Stop(Token);
        AssertNothingIsLeft(v6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_route_that_goes_with_its_source_address_comes_back_after_it_without_a_failure(bool v6)
    {
        var (address, route, _) = Parts(v6);
        // In IPv4 only those of this table go.
        route = route with { Table = GroupRoute.MainTable };
        await using var runner = Runner(new() { Name = "front", Addresses = [address], Routes = [route] });
        await runner.Start(Token);

        Segment.Ip($"-n {_segment.B} addr del {address.Address}/{address.PrefixLength} dev eth0");
        await Restored($"address {address.Address}", $"route {route}");

        Assert.Null(_routing.FindFault(route));
        await runner.Stop(Token);
        Assert.Empty(Routings.Of(_segment.B, route));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_daemon_that_died_has_left_is_adopted_or_removed(bool adopt)
    {
        var (address, route, rule) = Parts(v6: false);
        var settings = new GroupSettings { Name = "front", Addresses = [address], Routes = [route], Rules = [rule] };
        await using (var dead = Runner(settings))
        {
            await dead.Start(Token);
        }

        Assert.Equal([GroupRouting.Protocol], Routings.Of(_segment.B, rule));
        await using var next = Runner(settings);
        Assert.Equal(OutcomeKind.Done, (await (adopt ? next.Start(Token) : next.Stop(Token))).Kind);
        Assert.Equal(adopt ? 1 : 0, Routings.Of(_segment.B, route).Length);
        Assert.Equal(adopt ? 1 : 0, Routings.Of(_segment.B, rule).Length);
        await next.Stop(Token);
        AssertNothingIsLeft(v6: false);
    }

    [Fact]
    public async Task A_route_that_cannot_be_keeps_the_group_from_starting_and_nothing_stays()
    {
        var (address, route, rule) = Parts(v6: false);
        var broken = Routings.Route(v6: false, via: "192.0.2.1");
        await using var runner = Runner(new() { Name = "front", Addresses = [address], Routes = [broken], Rules = [rule] });

        var outcome = await runner.Start(Token);

        Assert.Equal((OutcomeKind.Failed, $"route {broken}"), (outcome.Kind, outcome.Resource));
        Assert.Empty(Routings.Of(_segment.B, route));
        AssertNothingIsLeft(v6: false);
    }

    private static (GroupAddress Address, GroupRoute Route, GroupRoutingRule Rule) Parts(bool v6)
    {
        var vip = v6 ? "fd01::100" : "10.1.0.100";
        return (Movers.Vip(vip), Routings.Route(v6, source: vip), Routings.Rule(v6));
    }

    private GroupRunner Runner(GroupSettings settings) => new(
        settings, new Dictionary<MoverKind, IAddressMover> { [MoverKind.Local] = _mover }, _routing,
        _signal, _events.Enqueue, TimeProvider.System, NullLogger<GroupRunner>.Instance);

    /// <summary>Waits until these were restored, and asserts that nothing else was told meanwhile.</summary>
    private async Task Restored(params string[] resources)
    {
        bool All() => resources.All(name => _events.Any(one => one.Kind == GroupEventKind.Restored && one.Resource == name));
        await Eventually.Holds(All, $"{string.Join(" and ", resources)} to be put back");
        Assert.DoesNotContain(_events, one => one.Kind is GroupEventKind.NotRestored or GroupEventKind.Failed);
        _events.Clear();
    }

    private void AssertNothingIsLeft(bool v6)
    {
        var (address, route, rule) = Parts(v6);
        Assert.Empty(Routings.Of(_segment.B, rule));
        Assert.Empty(Routings.Of(_segment.B, route));
        Assert.False(Segment.Has(_segment.B, address.Address.ToString()));
    }

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                await _monitor.WaitAsync(_done.Token);
                _signal.Raise();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
