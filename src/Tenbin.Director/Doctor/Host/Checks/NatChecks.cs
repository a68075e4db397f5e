using System.Net;
using Tenbin.Linux.Netlink;
using Tenbin.Model;

namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>What nat needs: real servers whose way out is the director.</summary>
internal static class NatChecks
{
    public static IEnumerable<Finding> Find(HostFacts facts)
    {
        var servers = facts.Config.Services.SelectMany(service => service.Servers)
            .Where(server => server.Forward == ForwardingMethod.Nat).Select(server => server.Address.Address).Distinct().ToList();
        return [.. servers.Where(server => facts.Segment?.WaysBack.TryGetValue(server, out var leadsHere) == true && !leadsHere).Select(Elsewhere), .. Forwarding(facts, servers)];
    }

    private static Finding Elsewhere(IPAddress server) => new(
        "nat.gateway-elsewhere", Severity.Problem, $"what the real server {server} sends beyond its own network does not come by this director, though this director has its gateway")
    {
        Shows = "clients see a connection that never opens: the server's answers reach them with the server's own address, or are dropped",
        Mend = $"on {server} run 'tenbin real-server setup --gateway ADDRESS' with the address of the director in its network, which moves with the group; or let it answer pings, if it is a firewall there that keeps the probe's answer",
    };

    private static IEnumerable<Finding> Forwarding(HostFacts facts, List<IPAddress> servers)
    {
        var near = servers.Exists(server => facts.RoutesTo.TryGetValue(server, out var route) && route is { Kind: RouteKind.Unicast, Gateway: null });
        if (near && facts.Config.Groups.All(group => group.Masquerade is null) && facts.Setting("net/ipv4/ip_forward") == "0")
        {
            yield return new Finding("nat.no-way-out", Severity.Note, "this director is the nat real servers' gateway and forwards nothing of their own: net.ipv4.ip_forward is 0, and no group has 'masquerade'")
            {
                Shows = "services work, but the servers themselves reach neither package mirrors nor APIs",
                Mend = "give the group 'masquerade: { from: [their network] }', or give the servers another way out by routes of their own",
            };
        }
    }
}
