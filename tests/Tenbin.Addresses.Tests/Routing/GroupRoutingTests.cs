using System.Collections.Immutable;
using Tenbin.Addresses.Routing;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tests.Routing;

public sealed class GroupRoutingTests : IDisposable
{
    private const byte Ours = GroupRouting.Protocol, Static = 4;

    private readonly Segment _segment = new();
    private readonly GroupRouting _routing;

    public GroupRoutingTests() => _routing = Routings.Open(_segment.B);

    public void Dispose()
    {
        _routing.Dispose();
        _segment.Dispose();
    }

    [Theory]
    [InlineData(false, "10.1.0.3")]
    [InlineData(true, "fd01::3")]
    public void A_route_is_added_once_adopted_by_the_next_daemon_and_removed(bool v6, string via)
    {
        var route = Routings.Route(v6);
        Assert.Equal("the route is not there", _routing.FindFault(route));
        _routing.Remove(route);

        _routing.Add(route);
        _routing.Add(route);
        Assert.Null(_routing.FindFault(route));
        Assert.Equal([(Ours, via)], Routings.Of(_segment.B, route));

        using var next = Routings.Open(_segment.B);
        next.Add(route);
        Assert.Equal([(Ours, via)], Routings.Of(_segment.B, route));
        next.Remove(route);
        Assert.Empty(Routings.Of(_segment.B, route));
    }

    [Theory]
    [InlineData(false, "10.1.0.1", "10.1.0.3")]
    [InlineData(true, "fd01::1", "fd01::3")]
    public void A_route_of_ours_that_leads_elsewhere_is_replaced_or_removed(bool v6, string before, string via)
    {
        _routing.Add(Routings.Route(v6, via: before));
        Assert.Equal("the route leads elsewhere now", _routing.FindFault(Routings.Route(v6)));
        _routing.Add(Routings.Route(v6));
        Assert.Equal([(Ours, via)], Routings.Of(_segment.B, Routings.Route(v6)));

        _routing.Remove(Routings.Route(v6, via: before));
        Assert.Empty(Routings.Of(_segment.B, Routings.Route(v6)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_route_of_another_program_is_left_alone_until_it_goes(bool v6)
    {
        var route = Routings.Route(v6);
        var words = $"{route.To} via {route.Via} table {route.Table} metric {route.Metric} proto static";
        Segment.Ip($"-n {_segment.B} route add {words}");

        _routing.Add(route);
        Assert.Null(_routing.FindFault(route));
        _routing.Remove(route);
        Assert.Equal([(Static, route.Via!.ToString())], Routings.Of(_segment.B, route));

        Segment.Ip($"-n {_segment.B} route del {words}");
        Assert.Equal("the route is not there", _routing.FindFault(route));
        _routing.Add(route);
        Assert.Equal([(Ours, route.Via!.ToString())], Routings.Of(_segment.B, route));
    }

    [Theory]
    [InlineData(false, "10.1.0.1")]
    [InlineData(true, "fd01::1")]
    public void A_different_route_of_another_program_is_a_failure_and_not_removed(bool v6, string via)
    {
        var route = Routings.Route(v6);
        Segment.Ip($"-n {_segment.B} route add {route.To} via {via} table {route.Table} metric {route.Metric} proto static");

        var refused = Assert.Throws<ResourceException>(() => _routing.Add(route));

        Assert.Contains($"route {route} cannot be put in place", refused.Message, StringComparison.Ordinal);
        Assert.Contains("give this one another 'metric' or 'table'", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(_routing.FindFault(route));
        _routing.Remove(route);
        Assert.Equal([(Static, via)], Routings.Of(_segment.B, route));
    }

    [Theory]
    [InlineData(false, "192.0.2.1")]
    [InlineData(true, "2001:db8::1")]
    public void A_router_out_of_reach_is_told_with_the_kernels_words_and_what_to_look_at(bool v6, string via)
    {
        var refused = Assert.Throws<ResourceException>(() => _routing.Add(Routings.Route(v6, via: via)));
        Assert.Contains(via, refused.Message, StringComparison.Ordinal);
        Assert.Contains("compare 'via', 'interface' and 'source' of this route with 'ip address' here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_by_an_interface_needs_no_router_but_the_interface()
    {
        var route = Routings.Route(v6: false) with { Via = null, Interface = "eth0" };
        _routing.Add(route);
        Assert.Null(_routing.FindFault(route));
        Assert.Equal([(Ours, null)], Routings.Of(_segment.B, route));
        _routing.Remove(route);

        var refused = Assert.Throws<ResourceException>(() => _routing.Add(route with { Interface = "eth7" }));
        Assert.Contains("there is no interface 'eth7' here, only", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rule_is_added_once_adopted_replaced_and_removed(bool v6)
    {
        var rule = Routings.Rule(v6);
        Assert.Equal("the rule is not there", _routing.FindFault(rule));
        _routing.Remove(rule);

        _routing.Add(rule with { Table = 7, In = "eth0" });
        Assert.Equal("the rule is not there", _routing.FindFault(rule));
        _routing.Add(rule);
        _routing.Add(rule);
        using var next = Routings.Open(_segment.B);
        next.Add(rule);
        Assert.Null(next.FindFault(rule));
        Assert.Equal([Ours], Routings.Of(_segment.B, rule));

        next.Remove(rule);
        Assert.Empty(Routings.Of(_segment.B, rule));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rules_of_another_program_are_left_alone(bool v6)
    {
        var rule = Routings.Rule(v6);
        var family = v6 ? "-6" : "-4";
        Segment.Ip($"-n {_segment.B} {family} rule add priority {rule.Priority} from {rule.From} iif eth0 lookup {rule.Table} protocol static");
        _routing.Add(rule);
        Assert.Equal([Static, Ours], Routings.Of(_segment.B, rule));
        _routing.Remove(rule);
        Assert.Equal([Static], Routings.Of(_segment.B, rule));

        Segment.Ip($"-n {_segment.B} {family} rule add priority {rule.Priority} from {rule.From} lookup {rule.Table} protocol static");
        _routing.Add(rule);
        Assert.Null(_routing.FindFault(rule));
        _routing.Remove(rule);
        Assert.Equal([Static, Static], Routings.Of(_segment.B, rule));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Leftovers_go_but_for_those_of_groups_in_the_file_and_of_others(bool v6)
    {
        var (kept, left) = (Routings.Route(v6), Routings.Route(v6) with { Metric = 5 });
        var (keptRule, leftRule) = (Routings.Rule(v6), Routings.Rule(v6, priority: 78));
        var groups = ImmutableArray.Create(new GroupSettings { Name = "front", Routes = [kept], Rules = [keptRule] });
        foreach (var route in new[] { kept, left })
        {
            _routing.Add(route);
        }

        foreach (var rule in new[] { keptRule, leftRule })
        {
            _routing.Add(rule);
        }

        Segment.Ip($"-n {_segment.B} route add {kept.To} via {kept.Via} table {kept.Table} metric 6 proto static");
        Segment.Ip($"-n {_segment.B} {(v6 ? "-6" : "-4")} rule add priority 79 from {keptRule.From} lookup 7 protocol static");

        Assert.Equal(
            [$"removed the group rule 78 to table 1000 ({(v6 ? "IPv6" : "IPv4")})", $"removed the group route to {left.To} from table 1000"],
            _segment.B.Run(() => LeftRouting.Remove(groups)));
        Assert.Equal(2, _segment.B.Run(() => LeftRouting.Remove([])).Length);
        Assert.Empty(_segment.B.Run(() => LeftRouting.Remove([])));
        Assert.Equal([(Static, kept.Via!.ToString())], Routings.Of(_segment.B, kept));
        Assert.Equal([Static], Routings.Of(_segment.B, Routings.Rule(v6, priority: 79)));
    }
}
