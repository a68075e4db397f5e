using System.Net;
using System.Net.Sockets;

namespace Tenbin.Lab.Servers;

/// <summary>Prepares machines as real servers, as an operator would.</summary>
public static class RealServers
{
    /// <summary>nat: replies must come back through the director, so it is the default gateway.</summary>
    public static async Task PrepareForNat(this Machine machine, Nic director)
    {
        await machine.SetGateway(director.V4);
        await machine.SetGateway(director.V6);
    }

    /// <summary>dsr: the server owns the virtual address on <c>lo</c>, and stays silent about it.</summary>
    public static async Task PrepareForDsr(this Machine machine, params IEnumerable<IPAddress> virtualAddresses)
    {
        // Answer ARP only for addresses of the interface asked, and never announce another's (ip-sysctl.txt).
        await machine.Sysctl(
            ("net.ipv4.conf.all.arp_ignore", "1"),
            ("net.ipv4.conf.all.arp_announce", "2"));
        foreach (var address in virtualAddresses)
        {
            // On lo an IPv6 address is answered for by no neighbour discovery of another interface.
            await machine.AddAddress(address, "lo");
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                await machine.Ip($"-6 route replace local {address} dev lo table local");
            }
        }
    }
}
