using System.Net;
using Tenbin.Forwarding.Ebpf.NextHops;

namespace Tenbin.Forwarding.PacketTests.Kernel;

/// <summary>Every real server is on-link at <see cref="Wiring.ServerNic"/>, unless a test says otherwise.</summary>
internal sealed class FakeNextHops(int clientNic, int serverNic) : INextHops
{
    private readonly Dictionary<IPAddress, NextHop> _others = [];

    public IReadOnlyList<Interface> Interfaces { get; private set; } = [];

    public IReadOnlyList<Link> Links => [.. Interfaces.Select(place => new Link(place.Index, place.Name, MayBalance: true))];

    public NextHop this[IPAddress server]
    {
        set => _others[server] = value;
    }

    /// <summary>Forgets what a test said.</summary>
    public void Reset(int clientMtu = Wiring.Mtu, IReadOnlyList<IPNetwork>? clientNetworks = null)
    {
        _others.Clear();
        Interfaces =
        [
            new Interface(clientNic, Wiring.ClientNic, Wiring.ClientNicMac, clientMtu, clientNetworks ?? [], []),
            new Interface(serverNic, Wiring.ServerNic, Wiring.ServerNicMac, Wiring.Mtu, [Wiring.ServersV4, Wiring.ServersV6], []),
        ];
    }

    public void Refresh()
    {
    }

    public NextHop Find(IPAddress server) => _others.GetValueOrDefault(server) ?? OnLink(server);

    public NextHop OnLink(IPAddress server) => new(
        serverNic, Wiring.ServerNic, server, Wiring.MacOf(server), Wiring.ServerNicMac, Wiring.Mtu, IsLocal: false);
}
