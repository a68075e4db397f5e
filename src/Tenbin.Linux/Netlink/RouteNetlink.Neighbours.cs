using System.Net;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Netlink;

/// <content>ARP and ND.</content>
public sealed partial class RouteNetlink
{
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

    private static NetlinkRequest NeighbourRequest(ushort type, ushort flags, int interfaceIndex, IPAddress address, byte neighbourFlags) =>
        new NetlinkRequest(type, (ushort)(flags | NetlinkHeader.Acknowledge))
            .With(new NeighbourMessage { Family = Family(address), Index = interfaceIndex, Flags = neighbourFlags })
            .Attribute(Neighbour.AttributeAddress, address);
}
