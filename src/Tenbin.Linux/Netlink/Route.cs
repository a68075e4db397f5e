using System.Net;
using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Netlink;

/// <summary>How the kernel would send a packet to a destination.</summary>
/// <param name="Kind">Where it leads.</param>
/// <param name="InterfaceIndex">Interface it leaves by; 0 when it does not leave.</param>
/// <param name="Gateway">Next hop; null when the destination is on the link. May be IPv6 for an IPv4 destination.</param>
/// <param name="PreferredSource">Source address the kernel would choose; null when it tells none.</param>
/// <param name="Mtu">MTU of the route, bytes; null when it is that of the interface.</param>
public sealed record Route(RouteKind Kind, int InterfaceIndex, IPAddress? Gateway, IPAddress? PreferredSource, int? Mtu)
{
    internal const ushort AttributeDestination = 1, AttributeSource = 2, AttributeOut = 4;
    private const ushort AttributeGateway = 5, AttributePreferredSource = 7, AttributeMetrics = 8, AttributeVia = 18;
    private const ushort MetricMtu = 2;

    internal static Route? Parse(NetlinkMessage message)
    {
        if (message.Header.Type != RouteMessage.NewRoute || !message.TryRead<RouteQuery>(out var fixedPart, out var attributes))
        {
            return null;
        }

        var route = new Route((RouteKind)fixedPart.Type, 0, null, null, null);
        while (attributes.MoveNext())
        {
            route = attributes.Type switch
            {
                AttributeOut => route with { InterfaceIndex = (int)attributes.Number },
                AttributeGateway => route with { Gateway = attributes.Address },
                // struct rtvia: family, then the address.
                AttributeVia when attributes.Value.Length is 2 + 4 or 2 + 16 => route with { Gateway = new IPAddress(attributes.Value[2..]) },
                AttributePreferredSource => route with { PreferredSource = attributes.Address },
                AttributeMetrics => route with { Mtu = FindMtu(attributes.Nested) },
                _ => route,
            };
        }

        return route;
    }

    /// <summary>The kernel answers with an errno where the route itself forbids; null when the errno is of another kind.</summary>
    internal static Route? FromError(int errno) => errno switch
    {
        Errno.ENETUNREACH => new Route(RouteKind.None, 0, null, null, null),
        Errno.EHOSTUNREACH => new Route(RouteKind.Unreachable, 0, null, null, null),
        Errno.EACCES => new Route(RouteKind.Prohibit, 0, null, null, null),
        Errno.EINVAL => new Route(RouteKind.Blackhole, 0, null, null, null),
        _ => null,
    };

    private static int? FindMtu(NetlinkAttributes metrics)
    {
        while (metrics.MoveNext())
        {
            if (metrics.Type == MetricMtu && metrics.Value.Length >= sizeof(uint))
            {
                return (int)MemoryMarshal.Read<uint>(metrics.Value);
            }
        }

        return null;
    }
}
