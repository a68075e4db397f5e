using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Addresses.Local;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.RealServers;

/// <summary>What must be so, what is not, and what mends it, in the order in which it is safe to do. Pure.</summary>
internal static class RealServerPlan
{
    public static IEnumerable<RealServerItem> Items(RealServerWish wish, RealServerRecord record, RealServerSight sight, RealServerFiles files) =>
    [
        .. Settings(wish, sight),
        .. wish.VirtualAddresses.Select(address => VirtualAddress(address, sight)),
        .. wish.Gateways.SelectMany(gateway => Gateway(gateway, sight)),
        .. LeftRouting(wish, sight),
        .. LeftAddresses(wish, record, sight),
        .. LeftSettings(wish, record, sight),
        .. files.Items(wish, Wanted(wish, sight), sight),
    ];

    /// <summary>Settings that the wish needs, with the value that each gets when it has a wrong one.</summary>
    public static IReadOnlyList<WantedSetting> Wanted(RealServerWish wish, RealServerSight sight)
    {
        var wanted = new List<WantedSetting>();
        if (wish.VirtualAddresses.Any(address => address.AddressFamily == AddressFamily.InterNetwork))
        {
            // The kernel goes by the larger of 'all' and the interface's own (Documentation/networking/ip-sysctl).
            wanted.Add(new("net/ipv4/conf/all/arp_ignore", "1", value => value is "1" or "2", "answers ARP for addresses of other interfaces, the virtual ones on lo among them"));
            wanted.AddRange(sight.Ethernet.Select(link => new WantedSetting(
                $"net/ipv4/conf/{link.Name}/arp_ignore", "1", value => value is "0" or "1" or "2" or "8", "overrides that of 'all', and answers ARP for addresses on lo", IsOnlyMended: true)));
            wanted.Add(new("net/ipv4/conf/all/arp_announce", "2", value => value == "2", "asks neighbours in the name of a virtual address, which takes it from the director"));
        }

        foreach (var gateway in wish.Gateways)
        {
            var v6 = gateway.AddressFamily == AddressFamily.InterNetworkV6;
            var link = InterfaceTo(gateway, sight);
            var paths = v6 ? [] : new List<string> { "net/ipv4/conf/all/accept_redirects" };
            paths.AddRange(link is null ? [] : [$"net/ipv{(v6 ? 6 : 4)}/conf/{link.Name}/accept_redirects"]);
            wanted.AddRange(paths.Select(path => new WantedSetting(
                path, "0", value => value == "0", "a redirect of the director or of anybody on the link could send replies past the director")));
        }

        return wanted;
    }

    /// <summary>The interface with a network that has the gateway; null when none has.</summary>
    public static NetworkLink? InterfaceTo(IPAddress gateway, RealServerSight sight) => (
        from own in sight.Addresses
        where !own.Address.Equals(gateway) && InterfaceChoice.InNetwork(gateway, own.Address, own.PrefixLength)
        from link in sight.Links
        where link.Index == own.InterfaceIndex && !link.IsLoopback
        select link).FirstOrDefault();

    private static IEnumerable<RealServerItem> Settings(RealServerWish wish, RealServerSight sight) =>
        from wanted in Wanted(wish, sight)
        let value = sight.Setting(wanted.Path)
        where value is not null && !(wanted.IsOnlyMended && wanted.IsGood(value))
        select wanted.IsGood(value)
            ? new RealServerItem(wanted.Path)
            : new RealServerItem(wanted.Path, $"is {value}: {wanted.Why}", new SetSysctl(wanted.Path, wanted.Value));

    private static RealServerItem VirtualAddress(IPAddress address, RealServerSight sight)
    {
        var name = $"{address} on lo";
        var holders = sight.HoldersOf(address).ToList();
        if (holders.FirstOrDefault(link => !link.IsLoopback) is { } other)
        {
            return new(name, $"is on {other.Name}, which answers for it in the director's stead; 'ip address delete' it there, and from the configuration that put it there");
        }

        return holders.Count > 0 ? new(name) : new(name, "is missing: packets for it are dropped", new SetVirtualAddress(address, true));
    }

    private static IEnumerable<RealServerItem> Gateway(IPAddress gateway, RealServerSight sight)
    {
        var name = $"default route by {gateway}";
        if (sight.HoldersOf(gateway).Any())
        {
            yield return new(name, "is an address of this machine itself; give that of the director");
            yield break;
        }

        if (InterfaceTo(gateway, sight) is not { } link)
        {
            yield return new(name, $"cannot be: no interface has an address in the same network as {gateway}, and a gateway must be in one");
            yield break;
        }

        var wanted = RealServerRouting.Route(gateway, link.Index);
        yield return sight.Routes.Contains(wanted) ? new(name) : new(name, "is missing: replies go past the director, and clients do not know them", new SetRoute(wanted, true));
        var leadsToDirector = sight.Routes.Any(route => route.Table == RealServerRouting.MainTable && route.IsV6 == wanted.IsV6
            && route.Destination.PrefixLength == 0 && gateway.Equals(route.Gateway));
        foreach (var (purpose, rule) in RealServerRouting.Rules(gateway))
        {
            yield return !sight.Rules.Contains(rule) ? new(purpose, "no rule says so", new SetRule(rule, true))
                : rule.To is not null && leadsToDirector ? new(purpose, $"cannot be kept: the default route of table main leads to {gateway} as well. Give this machine its network's own router there again; the rules need no more")
                : new(purpose);
        }
    }

    private static IEnumerable<RealServerItem> LeftRouting(RealServerWish wish, RealServerSight sight)
    {
        var rules = wish.Gateways.SelectMany(RealServerRouting.Rules).Select(named => named.Rule).ToHashSet();
        foreach (var rule in sight.Rules.Where(rule => rule.Protocol == RealServerRouting.Protocol && !rules.Contains(rule)))
        {
            yield return new($"rule {rule.Priority}", "is left from an earlier setup", new SetRule(rule, false));
        }

        var routes = wish.Gateways.Select(gateway => InterfaceTo(gateway, sight) is { } link ? RealServerRouting.Route(gateway, link.Index) : null).ToHashSet();
        foreach (var route in sight.Routes.Where(route => route.Protocol == RealServerRouting.Protocol && !routes.Contains(route)))
        {
            yield return new($"route by {route.Gateway} in table {route.Table}", "is left from an earlier setup", new SetRoute(route, false));
        }
    }

    private static IEnumerable<RealServerItem> LeftAddresses(RealServerWish wish, RealServerRecord record, RealServerSight sight) =>
        from text in record.AddedAddresses
        let address = IPAddress.Parse(text)
        where !wish.VirtualAddresses.Contains(address) && sight.HoldersOf(address).Any(link => link.IsLoopback)
        select new RealServerItem($"{address} on lo", "is left from an earlier setup", new SetVirtualAddress(address, false));

    // Only what still has our value: what somebody has set since is theirs.
    private static IEnumerable<RealServerItem> LeftSettings(RealServerWish wish, RealServerRecord record, RealServerSight sight)
    {
        var wanted = Wanted(wish, sight).Select(setting => setting.Path).ToHashSet(StringComparer.Ordinal);
        return
            from before in record.SettingsBefore
            where !wanted.Contains(before.Key) && sight.Setting(before.Key) is { } now && now == Ours(before.Key) && now != before.Value
            select new RealServerItem(before.Key, "is left from an earlier setup", new SetSysctl(before.Key, before.Value));
    }

    private static string Ours(string path) => path.EndsWith("/arp_announce", StringComparison.Ordinal) ? "2" : path.EndsWith("/arp_ignore", StringComparison.Ordinal) ? "1" : "0";
}

/// <summary>A kernel setting that must have one of some values.</summary>
/// <param name="Path">Below <c>/proc/sys</c>.</param>
/// <param name="Value">What it gets when it has none of them.</param>
/// <param name="IsGood">Whether a value is one of them.</param>
/// <param name="Why">What a wrong one does.</param>
/// <param name="IsOnlyMended">Usually good by itself: told of and kept only when it was not.</param>
internal sealed record WantedSetting(string Path, string Value, Func<string, bool> IsGood, string Why, bool IsOnlyMended = false);
