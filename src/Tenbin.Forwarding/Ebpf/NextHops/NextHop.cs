using System.Net;
using Tenbin.Linux;

namespace Tenbin.Forwarding.Ebpf.NextHops;

/// <summary>How a real server is reached from here.</summary>
/// <param name="InterfaceIndex">Egress interface; 0 = no route.</param>
/// <param name="Interface">Its name.</param>
/// <param name="Via">The neighbour to send to: the server itself or a router.</param>
/// <param name="Mac">The neighbour's MAC; null = not resolved yet.</param>
/// <param name="OwnMac">The egress interface's MAC.</param>
/// <param name="Mtu">Of the way, bytes of layer 3.</param>
/// <param name="IsLocal">The address is this machine's own (localnode).</param>
internal sealed record NextHop(
    int InterfaceIndex, string Interface, IPAddress Via, MacAddress? Mac, MacAddress? OwnMac, int Mtu, bool IsLocal)
{
    /// <summary>There is no way.</summary>
    public static NextHop None(IPAddress server) => new(0, "", server, null, null, 0, false);
}
