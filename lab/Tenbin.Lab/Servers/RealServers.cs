using System.Net;

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
            await machine.AddVirtualAddress(address, "lo");
        }
    }
}
