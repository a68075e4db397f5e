using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>routes</c> of a group.</summary>
internal static class GroupRouteReader
{
    private const string Example = "{ to: default, via: 172.18.1.1 }";

    private static readonly string[] Keys = ["to", "via", "interface", "source", "table", "metric"];

    /// <summary>Whole only when no error was reported.</summary>
    /// <param name="value">What the key holds.</param>
    /// <param name="owner">The group.</param>
    /// <param name="addresses">Those of the group; null when they are not all known.</param>
    /// <param name="routing">Takes what is read.</param>
    public static ImmutableArray<GroupRoute> ReadAll(Value? value, string owner, ImmutableArray<GroupAddress>? addresses, MovedRouting routing)
    {
        var routes = new List<GroupRoute>();
        foreach (var item in value?.Items($"[{Example}]") ?? [])
        {
            if (Read(item, owner, addresses) is not { } route)
            {
                continue;
            }

            if (routing.Add(route, owner) is { } first)
            {
                item.FailKey(
                    $"has a second route to {route.To} in one table with one metric, beside that of {first}; a machine can hold only one of them, remove one or give it another 'table' or 'metric'");
            }

            routes.Add(route);
        }

        return [.. routes];
    }

    private static GroupRoute? Read(Value value, string owner, ImmutableArray<GroupAddress>? addresses)
    {
        if (value.Section($"route of {owner}", Keys, Example) is not { } section)
        {
            return null;
        }

        var to = section.Find("to");
        if (to is null)
        {
            section.Fail("'to' is missing; give the destination, e.g. to: 10.0.0.0/8 or to: default");
        }

        var named = to is { IsScalar: true } ? $"route to '{to.Shown}' of {owner}" : section.Owner;
        Value? Named(string key) => section.Find(key)?.As(key, named);
        var (writtenVia, writtenSource, writtenMetric) = (Named("via"), Named("source"), Named("metric"));
        var device = Named("interface")?.InterfaceName();
        var via = Via(writtenVia, addresses, hasInterface: section.Find("interface") is not null);
        var source = Source(writtenSource, addresses);
        var table = Named("table") is { } writtenTable ? writtenTable.Table() : GroupRoute.MainTable;
        var metric = writtenMetric?.Whole(1, int.MaxValue);
        if (writtenVia is null && section.Find("interface") is null)
        {
            section.Fail("leads nowhere; give the router as 'via', or the 'interface' that has the destination on its link, or both");
        }

        // Of an address with a mistake the family is not known, and nothing is said of it.
        var isFamilyTold = (writtenVia is null || via is not null) && (writtenSource is null || source is not null);
        if (to?.Destination(via ?? source ?? (isFamilyTold ? null : IPAddress.Any)) is not { } network)
        {
            return null;
        }

        CheckFamily(writtenVia, via, network);
        CheckFamily(writtenSource, source, network);
        return isFamilyTold && table is { } number && writtenMetric is null == metric is null
            ? new GroupRoute(network, number, metric ?? GroupRoute.DefaultMetric(network)) { Via = via, Interface = device, Source = source }
            : null;
    }

    private static IPAddress? Via(Value? value, ImmutableArray<GroupAddress>? addresses, bool hasInterface)
    {
        // A router's link-local address is usual in IPv6.
        if (value?.Text("172.18.1.1") is { } text && Addresses.TryParse(text, out var linkLocal, out _) && linkLocal.IsIPv6LinkLocal)
        {
            if (!hasInterface)
            {
                value.Fail("is a link-local address, which says nothing without an interface; add 'interface'");
            }

            return linkLocal;
        }

        var via = value?.Unicast("172.18.1.1");
        if (via is not null && addresses?.Any(address => address.Address.Equals(via)) == true)
        {
            value!.Fail("is an address of this group, so that the node would send to itself; give the address of the router");
        }

        return via;
    }

    private static IPAddress? Source(Value? value, ImmutableArray<GroupAddress>? addresses)
    {
        var source = value?.Unicast("172.18.1.199");
        if (source is not null && addresses?.All(address => !address.Address.Equals(source)) == true)
        {
            value!.Fail("is not in 'addresses' of this group, and a node that does not hold it would refuse the route; add it there, or leave 'source' out");
        }

        return source;
    }

    private static void CheckFamily(Value? value, IPAddress? address, IPNetwork to)
    {
        if (address is not null && address.AddressFamily != to.BaseAddress.AddressFamily)
        {
            value!.Fail($"is {Addresses.FamilyOf(address)}, but the destination is {Addresses.FamilyOf(to.BaseAddress)}; both must be of one family");
        }
    }
}
