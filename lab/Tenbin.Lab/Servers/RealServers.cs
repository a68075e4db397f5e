using System.Net;
using Tenbin.Lab.Processes;

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

    /// <summary>Runs <c>tenbin real-server</c> there, with files below the machine's <c>root</c> instead of this one's.</summary>
    public static Task<CommandResult> RealServer(this Machine machine, params IEnumerable<string> words)
    {
        // As on a machine with systemd.
        Directory.CreateDirectory(Path.Combine(machine.Root(), "etc/systemd/system"));
        return machine.Run(
            [Programs.Tenbin, "real-server", .. words, "--root", machine.Root(), "--state-directory", Path.Combine(machine.Directory, "state")]);
    }

    /// <summary>Below it are the files that <see cref="RealServer"/> writes.</summary>
    public static string Root(this Machine machine) => Path.Combine(machine.Directory, "root");
}
