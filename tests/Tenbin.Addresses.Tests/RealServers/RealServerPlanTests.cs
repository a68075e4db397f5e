using System.Net;
using Tenbin.Addresses.RealServers;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.Tests.RealServers;

public sealed class RealServerPlanTests
{
    private static readonly RealServerWish Dsr = new() { VirtualAddresses = [IPAddress.Parse("10.0.0.200")] };
    private static readonly RealServerWish Nat = new() { Gateways = [IPAddress.Parse("10.0.0.199")] };
    private readonly Dictionary<string, string> _settings = new()
    {
        ["net/ipv4/conf/all/arp_ignore"] = "0",
        ["net/ipv4/conf/eth0/arp_ignore"] = "0",
        ["net/ipv4/conf/all/arp_announce"] = "0",
        ["net/ipv4/conf/all/accept_redirects"] = "0",
        ["net/ipv4/conf/eth0/accept_redirects"] = "1",
    };

    private readonly Dictionary<string, string> _files = [];
    private readonly List<InterfaceAddress> _addresses = [new(1, IPAddress.Loopback, 8, false), new(2, IPAddress.Parse("10.0.0.33"), 24, false)];
    private readonly List<RoutingRule> _rules = [];
    private readonly List<TableRoute> _routes = [];
    private RealServerRecord _record = new();

    [Fact]
    public void Dsr_is_silent_before_it_has_the_address() => Assert.Equal(
        [
            "sysctl -w net/ipv4/conf/all/arp_ignore=1", "sysctl -w net/ipv4/conf/all/arp_announce=2", "ip address add 10.0.0.200/32 dev lo",
            "write /etc/sysctl.d/70-tenbin-real-server.conf", "write /etc/systemd/system/tenbin-real-server.service",
            "ln -s ../tenbin-real-server.service /etc/systemd/system/multi-user.target.wants/tenbin-real-server.service",
        ],
        Changes(Dsr));

    [Fact]
    public void Nat_leaves_the_machines_own_default_route_and_keeps_its_metadata() => Assert.Equal(
        [
            "sysctl -w net/ipv4/conf/eth0/accept_redirects=0",
            "ip route add default via 10.0.0.199 table 7300 proto 117",
            "ip rule add priority 7300 to 169.254.169.254/32 lookup main protocol 117",
            "ip rule add priority 7301 lookup main suppress_prefixlength 0 protocol 117",
            "ip rule add priority 7302 lookup 7300 protocol 117",
        ],
        Changes(Nat).Take(5));

    [Fact]
    public void What_is_done_is_good_and_needs_nothing()
    {
        foreach (var wish in new[] { Dsr, Nat })
        {
            Do(wish);
            Assert.All(Items(wish), item => Assert.True(item.IsGood, item.ToString()));
            Assert.NotEmpty(Items(wish));
        }
    }

    [Fact]
    public void Undo_is_the_way_back_in_an_order_in_which_the_address_is_never_answered_for()
    {
        _settings["net/ipv4/conf/all/arp_announce"] = "1";
        Do(Dsr);

        var changes = Changes(RealServerWish.Nothing).ToList();

        Assert.Equal(
            ["ip address delete 10.0.0.200/32 dev lo", "sysctl -w net/ipv4/conf/all/arp_announce=1", "sysctl -w net/ipv4/conf/all/arp_ignore=0"], changes.Take(3));
        Assert.Equal(3, changes.Count(change => change.StartsWith("rm ", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_was_there_before_stays()
    {
        _addresses.Add(new(1, IPAddress.Parse("10.0.0.200"), 32, false));
        _settings["net/ipv4/conf/all/arp_ignore"] = "2";
        Do(Dsr);

        Assert.DoesNotContain(Changes(RealServerWish.Nothing), change => change.Contains("10.0.0.200", StringComparison.Ordinal) || change.Contains("arp_ignore", StringComparison.Ordinal));
    }

    [Fact]
    public void What_somebody_has_set_since_stays()
    {
        Do(Dsr);
        _settings["net/ipv4/conf/all/arp_ignore"] = "8";

        Assert.DoesNotContain(Changes(RealServerWish.Nothing), change => change.Contains("arp_ignore", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_wish_takes_back_what_the_one_before_needed()
    {
        Do(Dsr);
        Assert.Contains("ip address delete 10.0.0.200/32 dev lo", Changes(Nat));
        Assert.Contains("sysctl -w net/ipv4/conf/all/arp_ignore=0", Changes(Nat));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public void An_interface_that_overrules_all_is_mended(string value)
    {
        _settings["net/ipv4/conf/eth0/arp_ignore"] = value;
        Assert.Contains("sysctl -w net/ipv4/conf/eth0/arp_ignore=1", Changes(Dsr));
    }

    [Fact]
    public void What_no_program_can_mend_is_said()
    {
        _addresses.Add(new(2, IPAddress.Parse("10.0.0.200"), 24, false));
        Assert.Contains(Items(Dsr), item => item is { Change: null, Fault: { } fault } && fault.Contains("eth0", StringComparison.Ordinal));

        Assert.Contains(Items(new RealServerWish { Gateways = [IPAddress.Parse("10.9.0.1")] }), item => item is { Change: null, Fault: { } fault } && fault.Contains("same network", StringComparison.Ordinal));
        Assert.Contains(Items(new RealServerWish { Gateways = [IPAddress.Parse("10.0.0.33")] }), item => item is { Change: null, Fault: { } fault } && fault.Contains("this machine itself", StringComparison.Ordinal));
        _files["/etc/sysctl.d/70-tenbin-real-server.conf"] = "mine";
        Assert.Contains(Items(Dsr), item => item is { Change: null, Fault: { } fault } && fault.Contains("not made by Tenbin", StringComparison.Ordinal));
    }

    [Fact]
    public void Metadata_cannot_be_kept_when_the_machines_own_default_route_leads_to_the_director()
    {
        Do(Nat);
        Assert.True(Items(Nat).First(item => item.Name.Contains("metadata", StringComparison.Ordinal)).IsGood);

        _routes.Add(new TableRoute(IPNetwork.Parse("0.0.0.0/0"), 254, 0) { Gateway = IPAddress.Parse("10.0.0.199"), InterfaceIndex = 2 });

        Assert.Contains("own router", Items(Nat).First(item => item.Name.Contains("metadata", StringComparison.Ordinal)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_gateways_of_one_family_are_one_too_many() => Assert.Contains(
        "--gateway", new RealServerWish { Gateways = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")] }.FindFault(), StringComparison.Ordinal);

    private IEnumerable<string> Changes(RealServerWish wish) => Items(wish).Where(item => item.Change is not null).Select(item => $"{item.Change}");

    private List<RealServerItem> Items(RealServerWish wish) => [.. RealServerPlan.Items(
        wish,
        _record,
        new RealServerSight
        {
            Links = [new NetworkLink { Index = 1, Name = "lo", IsLoopback = true }, new NetworkLink { Index = 2, Name = "eth0", Mac = MacAddress.Parse("02:00:00:00:00:01") }],
            Addresses = _addresses,
            Rules = _rules,
            Routes = _routes,
            Setting = path => _settings.GetValueOrDefault(path),
            File = path => _files.GetValueOrDefault(path),
            Link = path => _files.GetValueOrDefault(path),
            HasSystemd = true,
        },
        new RealServerFiles("", "/usr/bin/tenbin real-server setup"))];

    /// <summary>What the keeper would do, to this machine made of lists.</summary>
    private void Do(RealServerWish wish)
    {
        foreach (var change in Items(wish).Select(item => item.Change).ToList())
        {
            switch (change)
            {
                case SetSysctl setting:
                    _record = _record with { SettingsBefore = _record.SettingsBefore.TryGetValue(setting.Path, out _) ? _record.SettingsBefore : _record.SettingsBefore.Add(setting.Path, _settings[setting.Path]) };
                    _settings[setting.Path] = setting.Value;
                    break;
                case SetVirtualAddress { IsThere: true } address:
                    _record = _record with { AddedAddresses = _record.AddedAddresses.Add($"{address.Address}") };
                    _addresses.Add(new(1, address.Address, address.PrefixLength, false));
                    break;
                case SetVirtualAddress address:
                    _addresses.RemoveAll(held => held.Address.Equals(address.Address));
                    break;
                case SetRoute route:
                    _routes.Add(route.Route);
                    break;
                case SetRule rule:
                    _rules.Add(rule.Rule);
                    break;
                case SetFile { Content: { } content } file:
                    _files[file.Path] = content;
                    break;
                case SetLink { Target: { } target } link:
                    _files[link.Path] = target;
                    break;
            }
        }
    }
}
