using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Netlink;

/// <content>Addresses of interfaces.</content>
public sealed partial class RouteNetlink
{
    /// <summary>All addresses.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses() =>
        _socket.Dump(new NetlinkRequest(RouteMessage.GetAddress, NetlinkHeader.Dump).With(default(AddressMessage)), "list addresses", InterfaceAddress.Parse);

    /// <summary>Adds an address; false when the interface has it already.</summary>
    /// <param name="interfaceIndex">The interface.</param>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">Bits of its network.</param>
    /// <param name="options">How it is used.</param>
    public bool AddAddress(int interfaceIndex, IPAddress address, int prefixLength, AddressOptions options = AddressOptions.None)
    {
        var operation = $"add address {address}/{prefixLength} to interface {interfaceIndex}";
        var request = AddressRequest(RouteMessage.NewAddress, NetlinkHeader.Create | NetlinkHeader.Exclusive, interfaceIndex, address, prefixLength);
        var v6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        if (InterfaceAddress.FlagsOf(options, v6) is var flags and not 0)
        {
            request.Attribute(InterfaceAddress.AttributeFlags, flags);
        }

        if (v6 && options.HasFlag(AddressOptions.NotPreferred))
        {
            request.Attribute(InterfaceAddress.AttributeLifetimes, MemoryMarshal.AsBytes(new ReadOnlySpan<AddressLifetimes>(in AddressLifetimes.NeverPreferred)));
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

    private static NetlinkRequest AddressRequest(ushort type, ushort flags, int interfaceIndex, IPAddress address, int prefixLength) =>
        new NetlinkRequest(type, (ushort)(flags | NetlinkHeader.Acknowledge))
            .With(new AddressMessage { Family = Family(address), PrefixLength = (byte)prefixLength, Index = interfaceIndex })
            .Attribute(InterfaceAddress.AttributeLocal, address)
            .Attribute(InterfaceAddress.AttributeAddress, address);
}
