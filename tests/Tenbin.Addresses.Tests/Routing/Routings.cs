using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Addresses.Routing;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tests.Routing;

internal static class Routings
{
    public const int Table = 1000;

    public static GroupRouting Open(NetworkNamespace machine) => machine.Run(() => GroupRouting.Open(NullLogger<GroupRouting>.Instance));

    /// <summary>Through machine c of a <see cref="Segment"/>, in a table of its own.</summary>
    public static GroupRoute Route(bool v6, string? source = null, string? via = null) =>
        new(IPNetwork.Parse(v6 ? "fd09::/64" : "10.9.0.0/16"), Table, v6 ? 1024 : 0)
        {
            Via = IPAddress.Parse(via ?? (v6 ? "fd01::3" : "10.1.0.3")),
            Source = source is null ? null : IPAddress.Parse(source),
        };

    public static GroupRoutingRule Rule(bool v6, int priority = 77) => v6
        ? new(priority, Table, IPNetwork.Parse("fd01::100/128"), IPNetwork.Parse("::/0"))
        : new(priority, Table, IPNetwork.Parse("10.1.0.100/32"), IPNetwork.Parse("0.0.0.0/0"));

    /// <summary>What a route's table holds for its destination: who made it, and the router.</summary>
    public static (byte Protocol, string? Via)[] Of(NetworkNamespace machine, GroupRoute route)
    {
        using var netlink = machine.Run(RouteNetlink.Open);
        return [.. netlink.Routes(table: (uint)route.Table).Where(found => found.Destination == route.To).Select(found => (found.Protocol, found.Gateway?.ToString()))];
    }

    /// <summary>Who made the rules with a rule's priority.</summary>
    public static byte[] Of(NetworkNamespace machine, GroupRoutingRule rule)
    {
        using var netlink = machine.Run(RouteNetlink.Open);
        return [.. netlink.Rules().Where(found => found.IsV6 == rule.IsV6 && found.Priority == rule.Priority).Select(found => found.Protocol)];
    }
}
