using System.Net;
using System.Net.Sockets;

namespace Tenbin.Linux.Netlink;

/// <content>Routes.</content>
public sealed partial class RouteNetlink
{
    /// <summary>How a packet to <paramref name="destination"/> would be sent; a missing or forbidding route is an answer, not an error.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="source">The source, an address of this machine; null lets the kernel choose.</param>
    /// <param name="outInterface">Only by this interface; null for any.</param>
    /// <returns>The route; for a source that is not this machine's, none or (older kernels) a blackhole.</returns>
    /// <exception cref="LinuxException">The question is wrong, e.g. no such interface.</exception>
    public Route GetRoute(IPAddress destination, IPAddress? source = null, int? outInterface = null)
    {
        var operation = $"look up the route to {destination}";
        var bits = destination.AddressFamily == AddressFamily.InterNetwork ? (byte)32 : (byte)128;
        var request = new NetlinkRequest(RouteMessage.GetRoute, NetlinkHeader.Acknowledge)
            .With(new RouteQuery { Family = Family(destination), DestinationLength = bits, SourceLength = source is null ? (byte)0 : bits })
            .Attribute(Route.AttributeDestination, destination);
        if (source is not null)
        {
            request.Attribute(Route.AttributeSource, source);
        }

        if (outInterface is { } index)
        {
            request.Attribute(Route.AttributeOut, (uint)index);
        }

        Route? route = null;
        var error = _socket.TryRequest(request, operation, message => route ??= Route.Parse(message));
        if (error.Error != 0)
        {
            route = Route.FromError(error.Error);
        }

        return route ?? throw new LinuxException(operation, error.Error, error.Text);
    }
}
