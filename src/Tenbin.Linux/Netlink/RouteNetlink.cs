using System.Net;
using System.Net.Sockets;

namespace Tenbin.Linux.Netlink;

/// <summary>
/// Interfaces, addresses, routes, rules and neighbours of one network namespace: that of the thread which opened it, whoever
/// calls later. Safe to use from several threads; calls wait for each other.
/// </summary>
public sealed partial class RouteNetlink : IDisposable
{
    internal const int Protocol = 0;

    private const uint FlagUp = 1;

    private readonly NetlinkSocket _socket = new(Protocol, strict: true);

    private RouteNetlink()
    {
    }

    /// <summary>Opens a socket in the calling thread's network namespace.</summary>
    public static RouteNetlink Open() => new();

    /// <summary>All interfaces.</summary>
    public IReadOnlyList<NetworkLink> Links() =>
        _socket.Dump(new NetlinkRequest(RouteMessage.GetLink, NetlinkHeader.Dump).With(default(LinkMessage)), "list interfaces", NetworkLink.Parse);

    /// <summary>The interface with this name; null when there is none.</summary>
    public NetworkLink? Link(string name) => Links().FirstOrDefault(link => link.Name == name);

    /// <summary>Switches an interface on or off.</summary>
    public void SetUp(int interfaceIndex, bool up = true) => _socket.Request(
        new NetlinkRequest(RouteMessage.NewLink, NetlinkHeader.Acknowledge)
            .With(new LinkMessage { Index = interfaceIndex, Flags = up ? FlagUp : 0, Change = FlagUp }),
        $"set interface {interfaceIndex} {(up ? "up" : "down")}");

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    internal IReadOnlyList<T> Dump<T>(NetlinkRequest request, string operation, Func<NetlinkMessage, T?> parse) where T : class =>
        _socket.Dump(request, operation, parse);

    private static byte Family(IPAddress address) => Family(address.AddressFamily == AddressFamily.InterNetworkV6);

    private static byte Family(bool v6) => v6 ? (byte)10 : (byte)2;
}
