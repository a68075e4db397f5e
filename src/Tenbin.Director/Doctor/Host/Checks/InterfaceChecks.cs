using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>Interfaces: those that the file names, offloads, MTU, reverse path filter.</summary>
internal static class InterfaceChecks
{
    /// <summary>Many drivers take XDP only when a packet fits one page; Amazon's ENA names this number.</summary>
    private const int LargestForXdp = 3498;

    public static IEnumerable<Finding> Find(HostFacts facts) => [.. Named(facts), .. Homeless(facts), .. Offloads(facts), .. Mtu(facts), .. ReversePath(facts)];

    private static IEnumerable<Finding> Named(HostFacts facts)
    {
        var there = facts.Links.Select(link => link.Name).ToHashSet(StringComparer.Ordinal);
        IEnumerable<(string? Name, string By)> named =
        [
            .. facts.Config.DataPlane.Interfaces.Select(name => ((string?)name, "data-plane.interfaces")),
            .. facts.Config.Groups.SelectMany(group => group.Addresses, (group, address) => (address.Interface, $"group {group.Name}, address {address.Address}")),
            .. facts.Config.Groups.SelectMany(group => group.Routes, (group, route) => (route.Interface, $"group {group.Name}, route {route}")),
            .. facts.Config.Groups.Select(group => (group.Masquerade?.Interface, $"group {group.Name}, masquerade")),
            .. facts.Config.Groups.SelectMany(
                group => group.Track.Where(thing => thing.Kind == TrackKind.Interface), (group, thing) => ((string?)thing.Target, $"group {group.Name}, track")),
        ];
        return
            from entry in named
            where entry.Name is not null && !there.Contains(entry.Name)
            select new Finding("interface.missing", Severity.Problem, $"{entry.By} names the interface {entry.Name}, which is not here; there are {string.Join(", ", there.Order(StringComparer.Ordinal))}")
            {
                Shows = "what needs it does not start here; after a copy or another instance type, interfaces have other names",
                Mend = "correct the name; or leave 'interface' out: an address then goes where its network is",
            };
    }

    private static IEnumerable<Finding> Homeless(HostFacts facts) =>
        from @group in facts.Config.Groups
        from address in @group.Addresses
        where address.Interface is null && facts.Links.Count > 0 && !facts.OnWire.Any(own => !own.Address.Equals(address.Address) && Nearness.Reaches(own, address.Address))
        select new Finding("address.homeless", Severity.Problem, $"no interface here has an address in the network of {address.Address}/{address.PrefixLength} (group {@group.Name})")
        {
            Shows = "the group does not start on this node: the failover to it fails",
            Mend = "give an interface of this machine an address in that network, or name one with 'interface'",
        };

    private static IEnumerable<Finding> Offloads(HostFacts facts) => facts.LargeReceive.Select(name => new Finding(
        "offload.lro", Severity.Problem, $"large receive offload (LRO) is on at {name}")
    {
        Shows = "received packets are joined for good and too long to be sent on: forwarding crawls, with resends (GRO, its successor, does no harm: it can take them apart again)",
        Mend = $"ethtool -K {name} lro off, and at boot by the network's configuration",
        Fix = HostFixes.SwitchLargeReceiveOff(name),
    });

    private static IEnumerable<Finding> Mtu(HostFacts facts)
    {
        var ethernet = facts.Links.Where(link => !link.IsLoopback && link.Mac is not null && Carries(link, facts)).ToList();
        if (facts.Config.DataPlane.Hook == Hook.Xdp)
        {
            foreach (var link in ethernet.Where(link => link.Mtu > LargestForXdp))
            {
                yield return new Finding("mtu.xdp", Severity.Caution, $"{link.Name} has an MTU of {link.Mtu}, and 'hook: xdp' is asked for")
                {
                    Shows = $"many drivers refuse XDP above {LargestForXdp} bytes: the daemon does not start",
                    Mend = $"set the MTU to 1500 or at most {LargestForXdp}, or use 'hook: auto', which takes any",
                };
            }
        }

        if (ethernet.Select(link => link.Mtu).Distinct().Count() > 1)
        {
            yield return new Finding(
                "mtu.differs", Severity.Caution, $"the interfaces that traffic passes have different MTUs: {string.Join(", ", ethernet.Select(link => $"{link.Name} {link.Mtu}"))}")
            {
                Shows = "large packets need an ICMP answer to become smaller; where a firewall drops that, downloads stand still though connections open",
                Mend = "give all the same MTU, or let ICMP 'fragmentation needed' and 'packet too big' through everywhere",
            };
        }
    }

    private static IEnumerable<Finding> ReversePath(HostFacts facts)
    {
        var pairs = (
            from own in facts.OnWire
            join link in facts.Links on own.InterfaceIndex equals link.Index
            from other in facts.OnWire
            where own.InterfaceIndex != other.InterfaceIndex && Nearness.Reaches(own, other.Address)
            select link).DistinctBy(link => link.Index);
        foreach (var link in pairs.Where(link => Filters(facts, link.Name)))
        {
            yield return new Finding("rp-filter.strict", Severity.Caution, $"{link.Name} shares its network with another interface, and its reverse path filter is strict (rp_filter 1)")
            {
                Shows = "what comes by the one interface and would be answered by the other is dropped silently: checks and heartbeats fail by turns",
                Mend = $"sysctl -w net.ipv4.conf.{link.Name}.rp_filter=2 (loose; the larger of it and 'all' counts), and in /etc/sysctl.d",
                Fix = HostFixes.SetSysctl($"net/ipv4/conf/{link.Name}/rp_filter", "2"),
            };
        }
    }

    // The larger of the two counts (Documentation/networking/ip-sysctl); 2 is loose.
    private static bool Filters(HostFacts facts, string name) =>
        new[] { facts.Setting("net/ipv4/conf/all/rp_filter"), facts.Setting($"net/ipv4/conf/{name}/rp_filter") }.Max(value => value is null ? 0 : value[0] - '0') == 1;

    private static bool Carries(NetworkLink link, HostFacts facts) =>
        facts.Addresses.Any(own => own.InterfaceIndex == link.Index
            && (SegmentChecks.Virtual(facts).Any(address => Nearness.Reaches(own, address)) || facts.RoutesTo.Keys.Any(server => Nearness.Reaches(own, server))));
}
