using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;

namespace Tenbin.LabTests.RealServers;

/// <summary><c>tenbin real-server</c> on a machine of a lab, whose files lie in the machine's directory.</summary>
internal static class RealServer
{
    public static Task<CommandResult> RealServerVerb(this Machine machine, params IEnumerable<string> words) => machine.RealServer(words);

    /// <summary>All that a setup may change: addresses, rules, routes, settings, files.</summary>
    public static async Task<string> Everything(this Machine machine)
    {
        Directory.CreateDirectory(Path.Combine(machine.Root(), "etc/systemd/system"));
        var settings = "grep -H . /proc/sys/net/ipv4/conf/*/arp_ignore /proc/sys/net/ipv4/conf/*/arp_announce "
            + "/proc/sys/net/ipv[46]/conf/*/accept_redirects /proc/sys/net/ipv4/ip_forward";
        var script = $"ip -oneline address; ip rule; ip -6 rule; ip route show table all; ip -6 route show table all | grep -v -e multicast -e anycast; {settings}; "
            + $"find {machine.Root()} -type f -o -type l; ls {machine.Directory}/state 2>/dev/null";
        return (await machine.Run("sh", "-c", script)).Output;
    }

    /// <summary>The MAC that answers a machine for an address; null when nobody does.</summary>
    public static async Task<string?> AskWhoHas(this Machine machine, IPAddress address)
    {
        // What a connection does: the kernel asks, whatever then becomes of the datagram.
        await machine.Run("sh", "-c", $"ip neigh flush to {address}");
        await machine.Run("bash", "-c", $"echo >/dev/udp/{address}/9");
        var words = await Wait.For($"the search for {address} to end", async () =>
        {
            var shown = (await machine.Run("ip", "neigh", "show", "to", $"{address}")).Output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return shown.Contains("lladdr") || shown.Contains("FAILED") ? shown : null;
        });
        var at = Array.IndexOf(words, "lladdr");
        return at < 0 ? null : words[at + 1];
    }
}
