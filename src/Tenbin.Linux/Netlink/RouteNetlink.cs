using System.Net;
using System.Net.Sockets;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Netlink;

/// <summary>
/// Interfaces, addresses, routes and neighbours of one network namespace: that of the thread which opened it, whoever
/// calls later. Safe to use from several threads; calls wait for each other.
/// </summary>
public sealed class RouteNetlink : IDisposable
{
    internal const int Protocol = 0;

    private const uint FlagUp = 1;

    private readonly NetlinkSocket _socket = new(Protocol);

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

    /// <summary>All addresses.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses() =>
        _socket.Dump(new NetlinkRequest(RouteMessage.GetAddress, NetlinkHeader.Dump).With(default(AddressMessage)), "list addresses", InterfaceAddress.Parse);

    /// <summary>All ARP and ND entries.</summary>
    public IReadOnlyList<Neighbour> Neighbours() =>
        _socket.Dump(new NetlinkRequest(RouteMessage.GetNeighbour, NetlinkHeader.Dump).With(default(NeighbourMessage)), "list neighbours", Neighbour.Parse);

    /// <summary>One ARP or ND entry; null when the kernel has none.</summary>
    public Neighbour? GetNeighbour(int interfaceIndex, IPAddress address)
    {
        var operation = $"look up neighbour {address} on interface {interfaceIndex}";
        Neighbour? found = null;
        var request = NeighbourRequest(RouteMessage.GetNeighbour, 0, interfaceIndex, address, 0);
        return _socket.TryRequest(request, operation, message => found ??= Neighbour.Parse(message)) switch
        {
            { Error: 0 } => found,
            { Error: Errno.ENOENT } => null,
            var error => throw new LinuxException(operation, error.Error, error.Text),
        };
    }

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

    /// <summary>
    /// Makes the kernel resolve <paramref name="address"/> now and, from Linux 5.16, keep it resolved by itself. On
    /// older kernels call it again every few seconds: each call makes a stale entry be probed.
    /// </summary>
    public void EnsureNeighbour(int interfaceIndex, IPAddress address) => _socket.Request(
        NeighbourRequest(RouteMessage.NewNeighbour, NetlinkHeader.Create, interfaceIndex, address, Neighbour.FlagUse)
            // Kernels before 5.16 pass over an attribute they do not know.
            .Attribute(Neighbour.AttributeExtendedFlags, Neighbour.ExtendedFlagManaged),
        $"resolve neighbour {address} on interface {interfaceIndex}");

    /// <summary>Undoes <see cref="EnsureNeighbour"/>: the entry ages as any other; false when there is none.</summary>
    public bool ReleaseNeighbour(int interfaceIndex, IPAddress address)
    {
        var operation = $"release neighbour {address} on interface {interfaceIndex}";
        return _socket.TryRequest(NeighbourRequest(RouteMessage.NewNeighbour, 0, interfaceIndex, address, Neighbour.FlagUse), operation) switch
        {
            { Error: 0 } => true,
            { Error: Errno.ENOENT or Errno.ENODEV } => false,
            var error => throw new LinuxException(operation, error.Error, error.Text),
        };
    }

    /// <summary>Adds an address; false when the interface has it already.</summary>
    /// <param name="interfaceIndex">The interface.</param>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">Bits of its network.</param>
    /// <param name="detectDuplicates">IPv6: ask the link first whether it is taken; the address is unusable meanwhile.</param>
    public bool AddAddress(int interfaceIndex, IPAddress address, int prefixLength, bool detectDuplicates = true)
    {
        var operation = $"add address {address}/{prefixLength} to interface {interfaceIndex}";
        var request = AddressRequest(RouteMessage.NewAddress, NetlinkHeader.Create | NetlinkHeader.Exclusive, interfaceIndex, address, prefixLength);
        if (!detectDuplicates && address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            request.Attribute(InterfaceAddress.AttributeFlags, InterfaceAddress.FlagNoDuplicateDetection);
        }

        return _socket.TryRequest(request, operation) switch
        {
            { Error: 0 } => true,
            { Error: Errno.EEXIST } => false,
            var error => throw new LinuxException(operation, error.Error, error.Text),
        };
    }

    /// <summary>Removes an address; false when the interface has it not.</summary>
    public bool RemoveAddress(int interfaceIndex, IPAddress address, int prefixLength)
    {
        var operation = $"remove address {address}/{prefixLength} from interface {interfaceIndex}";
        return _socket.TryRequest(AddressRequest(RouteMessage.DeleteAddress, 0, interfaceIndex, address, prefixLength), operation) switch
        {
            { Error: 0 } => true,
            { Error: Errno.EADDRNOTAVAIL } => false,
            var error => throw new LinuxException(operation, error.Error, error.Text),
        };
    }

    /// <summary>Switches an interface on or off.</summary>
    public void SetUp(int interfaceIndex, bool up = true) => _socket.Request(
        new NetlinkRequest(RouteMessage.NewLink, NetlinkHeader.Acknowledge)
            .With(new LinkMessage { Index = interfaceIndex, Flags = up ? FlagUp : 0, Change = FlagUp }),
        $"set interface {interfaceIndex} {(up ? "up" : "down")}");

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    internal IReadOnlyList<T> Dump<T>(NetlinkRequest request, string operation, Func<NetlinkMessage, T?> parse) where T : class =>
        _socket.Dump(request, operation, parse);

    private static NetlinkRequest NeighbourRequest(ushort type, ushort flags, int interfaceIndex, IPAddress address, byte neighbourFlags) =>
        new NetlinkRequest(type, (ushort)(flags | NetlinkHeader.Acknowledge))
            .With(new NeighbourMessage { Family = Family(address), Index = interfaceIndex, Flags = neighbourFlags })
            .Attribute(Neighbour.AttributeAddress, address);

    private static NetlinkRequest AddressRequest(ushort type, ushort flags, int interfaceIndex, IPAddress address, int prefixLength) =>
        new NetlinkRequest(type, (ushort)(flags | NetlinkHeader.Acknowledge))
            .With(new AddressMessage { Family = Family(address), PrefixLength = (byte)prefixLength, Index = interfaceIndex })
            .Attribute(InterfaceAddress.AttributeLocal, address)
            .Attribute(InterfaceAddress.AttributeAddress, address);

    private static byte Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? (byte)2 : (byte)10;
}
