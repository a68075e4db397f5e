using System.Net;
using Tenbin.Linux;
using Tenbin.Model;

namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>Who answers for addresses that are the directors' alone.</summary>
internal static class SegmentChecks
{
    public static IEnumerable<Finding> Find(HostFacts facts) => facts.Segment is { } segment ? [.. VirtualAddresses(facts, segment), .. OwnAddresses(facts, segment)] : [];

    private static IEnumerable<Finding> VirtualAddresses(HostFacts facts, SegmentFacts segment)
    {
        var directors = (facts.Config.Cluster?.Nodes ?? []).SelectMany(node => node.Addresses).SelectMany(address => segment.Claims[address]).ToHashSet();
        var servers = facts.Config.Services.SelectMany(service => service.Servers)
            .SelectMany(server => segment.Claims[server.Address.Address].Select(mac => (Mac: mac, server.Address.Address)))
            .DistinctBy(pair => pair.Mac).ToDictionary(pair => pair.Mac, pair => pair.Address);
        foreach (var address in Virtual(facts))
        {
            foreach (var mac in segment.Claims[address].Where(mac => !directors.Contains(mac)).Distinct())
            {
                yield return servers.TryGetValue(mac, out var server) ? OfServer(facts, address, mac, server) : OfStranger(address, mac);
            }
        }
    }

    private static Finding OfServer(HostFacts facts, IPAddress address, MacAddress mac, IPAddress server) => new(
        "dsr.server-answers-arp", Severity.Problem, $"the real server {server} ({mac}) answers {(IsV6(address) ? "ND" : "ARP")} for the virtual address {address}")
    {
        Shows = "clients' packets go straight to that server, whatever the director says: no balancing, and an outage for them when it stops",
        Mend = facts.Config.Services.Any(service => service.Listen.Address.Equals(address) && service.Servers.Any(s => s.Forward == ForwardingMethod.Dsr))
            ? $"on {server} run 'tenbin real-server setup --vip {address}', then clear the clients' neighbour entries or wait a minute"
            : $"take {address} from {server}: its service is not for dsr, so no real server needs it",
    };

    private static Finding OfStranger(IPAddress address, MacAddress mac) => new(
        "address.taken", Severity.Problem, $"{mac}, which is no director, answers for the virtual address {address}")
    {
        Shows = "some clients reach the director and some that machine, changing as their neighbour entries age",
        Mend = $"find the machine (switch tables, 'bridge fdb') and take {address} from it",
    };

    // An instance that was copied to make the second director still has the first one's address.
    private static IEnumerable<Finding> OwnAddresses(HostFacts facts, SegmentFacts segment) =>
        from node in facts.Config.Cluster?.Nodes ?? []
        from address in node.Addresses
        where facts.OnWire.Any(own => own.Address.Equals(address))
        from mac in segment.Claims[address].Distinct()
        select new Finding("node.copied", Severity.Problem, $"{mac} answers for {address}, this node's ({node.Name}'s) own address")
        {
            Shows = "both claim to be this node: its links flap, and peers count datagrams of an older run",
            Mend = "give the copy an address of its own and that address to its name in 'nodes'; a copied machine also needs another /etc/machine-id and host keys",
        };

    internal static IEnumerable<IPAddress> Virtual(HostFacts facts) =>
        facts.Config.Services.Select(service => service.Listen.Address).Concat(facts.Config.Groups.SelectMany(group => group.Addresses).Select(address => address.Address)).Distinct();

    private static bool IsV6(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
}
