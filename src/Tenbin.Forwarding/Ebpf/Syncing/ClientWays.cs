using System.Net;
using System.Net.Sockets;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;

namespace Tenbin.Forwarding.Ebpf.Syncing;

/// <summary>
/// The interface towards a client that has not sent anything here yet, so that its server may speak first. Asked of the
/// kernel once for each /24 or /64, and again after a minute.
/// </summary>
internal sealed class ClientWays : IDisposable
{
    private const long Lifetime = 60_000_000_000;
    private const int MaxNetworks = 65_536;

    private readonly RouteNetlink _netlink = RouteNetlink.Open();
    private readonly Dictionary<IPAddress, uint> _known = [];
    private long _since = Clock.Monotonic;

    /// <returns>Its index; 0 = there is no way.</returns>
    public uint InterfaceTo(IPAddress client)
    {
        if (_known.Count >= MaxNetworks || Clock.Monotonic - _since > Lifetime)
        {
            _known.Clear();
            _since = Clock.Monotonic;
        }

        var network = Network(client);
        if (!_known.TryGetValue(network, out var index))
        {
            var route = _netlink.GetRoute(client);
            _known[network] = index = route.Kind == RouteKind.Unicast ? (uint)route.InterfaceIndex : 0;
        }

        return index;
    }

    public void Dispose() => _netlink.Dispose();

    private static IPAddress Network(IPAddress client)
    {
        var bytes = client.GetAddressBytes();
        bytes.AsSpan(client.AddressFamily == AddressFamily.InterNetwork ? 3 : 8).Clear();
        return new IPAddress(bytes);
    }
}
