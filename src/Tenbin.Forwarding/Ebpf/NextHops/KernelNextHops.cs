using System.Net;
using Tenbin.Linux.Netlink;

namespace Tenbin.Forwarding.Ebpf.NextHops;

/// <summary>Next hops as the kernel's routes and neighbours give them, in the calling process's network namespace.</summary>
internal sealed class KernelNextHops : INextHops, IDisposable
{
    private const int Ethernet = 1;

    private readonly RouteNetlink _netlink = RouteNetlink.Open();
    private Dictionary<int, NetworkLink> _links = [];
    private Dictionary<(int, IPAddress), Neighbour> _neighbours = [];

    public IReadOnlyList<Interface> Interfaces { get; private set; } = [];

    public IReadOnlyList<Link> Links { get; private set; } = [];

    public void Refresh()
    {
        _links = _netlink.Links().ToDictionary(link => link.Index);
        Links = [.. _links.Values.Select(link => new Link(link.Index, link.Name, link is { HardwareType: Ethernet, MasterIndex: null }))];
        _neighbours = [];
        foreach (var neighbour in _netlink.Neighbours())
        {
            _neighbours[(neighbour.InterfaceIndex, neighbour.Address)] = neighbour;
        }

        var networks = _netlink.Addresses().ToLookup(address => address.InterfaceIndex);
        Interfaces =
        [
            .. from link in _links.Values
               where link is { IsUp: true, HardwareType: Ethernet, MasterIndex: null, Mac: not null }
               orderby link.Index
               select new Interface(link.Index, link.Name, link.Mac!.Value, link.Mtu, [.. networks[link.Index].Where(IsShared).Select(Network)],
                   [.. networks[link.Index].Where(IsShared).Select(address => address.Address)]),
        ];
    }

    public NextHop Find(IPAddress server)
    {
        var route = _netlink.GetRoute(server);
        if (route.Kind == RouteKind.Local)
        {
            return new NextHop(0, "", server, null, null, 0, IsLocal: true);
        }

        if (route.Kind != RouteKind.Unicast || !_links.TryGetValue(route.InterfaceIndex, out var link))
        {
            return NextHop.None(server);
        }

        var via = route.Gateway ?? server;
        var neighbour = _neighbours.GetValueOrDefault((link.Index, via));
        if (neighbour is not { IsUsable: true, IsManaged: true })
        {
            _netlink.EnsureNeighbour(link.Index, via);
        }

        return new NextHop(
            link.Index, link.Name, via, neighbour is { IsUsable: true } ? neighbour.Mac : null, link.Mac,
            route.Mtu ?? link.Mtu, IsLocal: false);
    }

    public void Dispose() => _netlink.Dispose();

    // Neither a point-to-point address nor a VIP of its own has neighbours; every machine has link-local ones.
    private static bool IsShared(InterfaceAddress address) =>
        !address.Address.IsIPv6LinkLocal && address.PrefixLength < address.Address.GetAddressBytes().Length * 8;

    private static IPNetwork Network(InterfaceAddress address)
    {
        var bytes = address.Address.GetAddressBytes();
        for (var bit = address.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), address.PrefixLength);
    }
}
