using System.Net;
using System.Net.Sockets;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.RealServers;

/// <summary>
/// The rules and routes of a nat real server. The machine's own default route stays in table <c>main</c>, where whoever
/// made it looks after it; the rules pass over it. Pure.
/// </summary>
public static class RealServerRouting
{
    /// <summary>Marks what Tenbin made here (<c>rtm_protocol</c>, FRA_PROTOCOL); unlike <see cref="Routing.GroupRouting.Protocol"/>, which daemons clear away.</summary>
    public const byte Protocol = 117;

    /// <summary>Table with the default route to the director.</summary>
    public const uint Table = 7300;

    internal const uint MainTable = 254;
    private const uint FirstPriority = 7300;

    private static readonly IPNetwork s_metadata = new(IPAddress.Parse("169.254.169.254"), 32);
    private static readonly IPNetwork s_metadataV6 = new(IPAddress.Parse("fd00:ec2::254"), 128);

    /// <summary>Each rule and what it is for, in order.</summary>
    internal static IEnumerable<(string Name, RoutingRule Rule)> Rules(IPAddress gateway)
    {
        var v6 = gateway.AddressFamily == AddressFamily.InterNetworkV6;
        var metadata = v6 ? s_metadataV6 : s_metadata;
        yield return ($"metadata of the instance ({metadata.BaseAddress}) by its own router", new RoutingRule(v6, FirstPriority, MainTable) { To = metadata, Protocol = Protocol });
        yield return ("what table main knows, but for its default route", new RoutingRule(v6, FirstPriority + 1, MainTable) { Suppress = 0, Protocol = Protocol });
        yield return ($"all else by table {Table}", new RoutingRule(v6, FirstPriority + 2, Table) { Protocol = Protocol });
    }

    /// <summary>The default route to the director.</summary>
    internal static TableRoute Route(IPAddress gateway, int interfaceIndex)
    {
        var v6 = gateway.AddressFamily == AddressFamily.InterNetworkV6;
        return new TableRoute(new IPNetwork(v6 ? IPAddress.IPv6Any : IPAddress.Any, 0), Table, v6 ? 1024u : 0u)
        {
            Gateway = gateway,
            InterfaceIndex = interfaceIndex,
            Protocol = Protocol,
        };
    }
}
