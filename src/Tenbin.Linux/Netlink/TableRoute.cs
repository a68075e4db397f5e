using System.Net;
using System.Net.Sockets;

namespace Tenbin.Linux.Netlink;

/// <summary>An entry of a routing table. The kernel has one entry at most for a destination, table and metric.</summary>
/// <param name="Destination">Where to; a prefix length of 0 is the default route.</param>
/// <param name="Table">Number of the table; 254 is <c>main</c>.</param>
/// <param name="Metric">The lowest is taken first; IPv6 knows no 0.</param>
public sealed record TableRoute(IPNetwork Destination, uint Table, uint Metric)
{
    internal const ushort AttributeDestination = 1, AttributeOut = 4, AttributeGateway = 5, AttributeMetric = 6, AttributeSource = 7, AttributeTable = 15;
    private const uint FlagCloned = 0x200;

    /// <summary>Where it leads; a way to others is <see cref="RouteKind.Unicast"/>.</summary>
    public RouteKind Kind { get; init; } = RouteKind.Unicast;

    /// <summary>Next hop; null when the destination is on the link, and for several next hops.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Interface it leaves by; when added null = the kernel finds it by the gateway. Null also for several next hops.</summary>
    public int? InterfaceIndex { get; init; }

    /// <summary>Source of what this machine begins itself by this route; null = the kernel chooses.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Who made it (<c>rtm_protocol</c>).</summary>
    public byte Protocol { get; init; }

    /// <summary>Of IPv6.</summary>
    public bool IsV6 => Destination.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Null for routes that choose by more than the destination, and for those that the kernel derives from others.</summary>
    internal static TableRoute? Parse(NetlinkMessage message)
    {
        if (message.Header.Type != RouteMessage.NewRoute || !message.TryRead<RouteQuery>(out var fixedPart, out var attributes)
            || fixedPart.TypeOfService != 0 || fixedPart.SourceLength != 0 || (fixedPart.Flags & FlagCloned) != 0
            || PrefixOf.Nothing(fixedPart.Family) is not { } nothing)
        {
            return null;
        }

        IPAddress? destination = null;
        var route = new TableRoute(default, fixedPart.Table, 0) { Kind = (RouteKind)fixedPart.Type, Protocol = fixedPart.Protocol };
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case AttributeDestination:
                    destination = attributes.Address;
                    break;
                case AttributeOut:
                    route = route with { InterfaceIndex = (int)attributes.Number };
                    break;
                case AttributeGateway:
                    route = route with { Gateway = attributes.Address };
                    break;
                case AttributeMetric:
                    route = route with { Metric = attributes.Number };
                    break;
                case AttributeSource:
                    route = route with { Source = attributes.Address };
                    break;
                case AttributeTable:
                    route = route with { Table = attributes.Number };
                    break;
            }
        }

        return PrefixOf.Find(destination ?? nothing, fixedPart.DestinationLength) is { } network ? route with { Destination = network } : null;
    }
}
