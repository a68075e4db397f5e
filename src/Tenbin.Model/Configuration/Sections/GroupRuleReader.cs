using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>rules</c> of a group.</summary>
internal static class GroupRuleReader
{
    private const string Example = "{ from: 172.18.1.199, table: 100, priority: 1000 }";

    private static readonly string[] Keys = ["from", "to", "iif", "oif", "mark", "table", "priority"];

    /// <summary>Whole only when no error was reported.</summary>
    /// <param name="value">What the key holds.</param>
    /// <param name="owner">The group.</param>
    /// <param name="routing">Takes what is read.</param>
    public static ImmutableArray<GroupRoutingRule> ReadAll(Value? value, string owner, MovedRouting routing)
    {
        var rules = new List<GroupRoutingRule>();
        foreach (var item in value?.Items($"[{Example}]") ?? [])
        {
            if (Read(item, owner) is not { } rule)
            {
                continue;
            }

            if (routing.Add(rule, owner) is { } first)
            {
                item.FailKey(
                    $"has a second rule with priority {rule.Priority}, beside that of {first}; which is asked first would depend on which came first, give each its own");
            }

            rules.Add(rule);
        }

        return [.. rules];
    }

    private static GroupRoutingRule? Read(Value value, string owner)
    {
        if (value.Section($"rule of {owner}", Keys, Example) is not { } section)
        {
            return null;
        }

        var priority = section.Find("priority");
        if (priority is null)
        {
            section.Fail("'priority' is missing; give its place among the rules of the machine, below 32766 to be asked before table main, e.g. priority: 1000");
        }

        var named = priority is { IsScalar: true } ? $"rule {priority.Shown} of {owner}" : section.Owner;
        Value? Named(string key) => section.Find(key)?.As(key, named);
        var place = priority?.Whole(1, int.MaxValue);
        var table = Named("table")?.Table();
        if (section.Find("table") is null)
        {
            section.Fail("'table' is missing; give the routing table for what fits the rule, e.g. table: 100");
        }

        var (writtenFrom, writtenTo) = (Named("from"), Named("to"));
        var (from, to) = (writtenFrom?.Network(), writtenTo?.Network());
        if (writtenFrom is null && writtenTo is null)
        {
            section.Fail("neither 'from' nor 'to' is given, and so it may be of IPv4 or IPv6; give one of them, e.g. from: 0.0.0.0/0 for all of IPv4");
        }

        if (from is { } source && to is { } destination && source.BaseAddress.AddressFamily != destination.BaseAddress.AddressFamily)
        {
            writtenTo!.Fail($"is {Addresses.FamilyOf(destination.BaseAddress)}, but 'from' is {Addresses.FamilyOf(source.BaseAddress)}; both must be of one family");
        }

        var (incoming, outgoing, mark) = (Named("iif")?.InterfaceName(), Named("oif")?.InterfaceName(), Named("mark")?.Mark());
        return place is { } at && (from ?? to) is { } known
            ? new GroupRoutingRule(at, table ?? 0, from ?? AnyLike(known), to ?? AnyLike(known)) { In = incoming, Out = outgoing, Mark = mark }
            : null;
    }

    private static IPNetwork AnyLike(IPNetwork network) =>
        new(network.BaseAddress.AddressFamily == IPAddress.Any.AddressFamily ? IPAddress.Any : IPAddress.IPv6Any, 0);
}
