using System.Net;
using Tenbin.Director.Api;
using Tenbin.Director.Doctor;
using Tenbin.Director.Doctor.Host;
using Tenbin.Linux;
using Tenbin.Linux.Netfilter;
using Tenbin.Linux.Netlink;

namespace Tenbin.Director.Tests.Doctor;

/// <summary>Each check finds its fault, and the machine without it has none.</summary>
public sealed class HostCheckTests
{
    private const string Masquerading = "front: { addresses: [172.18.1.199/24, 172.18.1.200/24], masquerade: { from: 172.18.1.0/24 } }";
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.OtherRead, Everybody = UnixFileMode.UserRead | UnixFileMode.OtherWrite;

    [Fact]
    public void Nothing_is_found_where_nothing_is_wrong() => Assert.Empty(Facts.Ids(Facts.Good()));

    /// <summary>Name of the fault, the check that finds it, how bad it is, a word of the sentence.</summary>
    public static TheoryData<string, string, Severity, string> Faults => new()
    {
        { "server-arp", "dsr.server-answers-arp", Severity.Problem, "172.18.1.220 (02:00:00:00:00:dc) answers ARP for the virtual address 172.18.1.200" },
        { "stranger-arp", "address.taken", Severity.Problem, "02:00:00:00:00:63, which is no director" },
        { "copy", "node.copied", Severity.Problem, "172.18.1.23" },
        { "other-segment", "dsr.other-segment", Severity.Problem, "leads by 172.18.1.1" },
        { "no-route", "dsr.other-segment", Severity.Problem, "no way there" },
        { "clients-beyond", "dsr.clients-beyond", Severity.Note, "service db" },
        { "gateway-elsewhere", "nat.gateway-elsewhere", Severity.Problem, "172.18.1.33" },
        { "no-way-out", "nat.no-way-out", Severity.Note, "ip_forward is 0" },
        { "not-a-node", "node.unknown", Severity.Problem, "none of their addresses" },
        { "link-silent", "cluster.link-silent", Severity.Problem, "lvs02 at 172.18.1.25:6946 since 9 s" },
        { "drift", "cluster.config-drift", Severity.Problem, "differs in service web" },
        { "witness", "cluster.witness-silent", Severity.Problem, "connection refused" },
        { "key-differs", "cluster.other-key", Severity.Caution, "7 datagrams" },
        { "refused", "config.reload-refused", Severity.Caution, "bad line" },
        { "keepalived", "program.rival", Severity.Problem, "keepalived" },
        { "ldirectord", "program.rival", Severity.Problem, "ldirectord" },
        { "heartbeat", "program.rival", Severity.Problem, "heartbeat" },
        { "ipvs-same", "ipvs.other-services", Severity.Problem, "172.18.1.199:80/tcp, as Tenbin does" },
        { "ipvs-other", "ipvs.other-services", Severity.Caution, "172.18.1.9:25/tcp" },
        { "no-nft", "program.no-nft", Severity.Problem, "nftables" },
        { "no-libmariadb", "program.no-libmariadb", Severity.Problem, "libmariadb" },
        { "old-kernel", "kernel.too-old", Severity.Problem, "5.10.0" },
        { "no-rights", "kernel.no-rights", Severity.Problem, "CAP_BPF" },
        { "no-bpffs", "kernel.no-bpffs", Severity.Problem, "bpffs" },
        { "clock", "clock.not-kept", Severity.Caution, "clock" },
        { "v6-off", "ipv6.disabled", Severity.Problem, "IPv6 is off" },
        { "v6-absent", "ipv6.disabled", Severity.Problem, "IPv6 is off" },
        { "no-interface", "interface.missing", Severity.Problem, "eth9" },
        { "homeless", "address.homeless", Severity.Problem, "10.9.0.1/24" },
        { "lro", "offload.lro", Severity.Problem, "eth0" },
        { "mtu-xdp", "mtu.xdp", Severity.Caution, "9001" },
        { "mtu-differs", "mtu.differs", Severity.Caution, "eth0 1500, eth1 9001" },
        { "rp-filter", "rp-filter.strict", Severity.Caution, "eth1" },
        { "forward-drops", "filter.forward-drops", Severity.Problem, "chain FORWARD of table filter" },
        { "key-missing", "file.no-key", Severity.Problem, "cluster.key" },
        { "key-open", "file.key-open", Severity.Problem, "0404" },
        { "file-writable", "file.writable", Severity.Problem, "tenbin.yaml" },
        { "program-missing", "file.no-program", Severity.Problem, "/usr/local/bin/check" },
        { "program-not-executable", "file.not-executable", Severity.Problem, "/usr/local/bin/check" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_is_found_and_said(string fault, string id, Severity severity, string words)
    {
        var finding = Facts.Only(Spoil(fault));

        Assert.Equal((id, severity), (finding.Id, finding.Severity));
        Assert.Contains(words, finding.Wrong, StringComparison.Ordinal);
        Assert.All(new[] { finding.Wrong, finding.Shows, finding.Mend }, text => Assert.True(text.Length > 0 && text[^1] != '.' && !text.Contains('\n', StringComparison.Ordinal), text));
    }

    /// <summary>What looks like a fault and is none.</summary>
    public static TheoryData<string> Innocent =>
        ["peer-arp", "clients-private", "server-here", "forwarding-with-masquerade", "link-just-quiet", "v6-off-unused", "loose-rp-filter", "drop-without-masquerade", "no-nft-unused", "no-libmariadb-unused", "mtu-elsewhere"];

    [Theory]
    [MemberData(nameof(Innocent))]
    public void Nothing_is_said_of_what_is_no_fault(string fault) => Assert.Empty(Facts.Ids(Spoil(fault)));

    [Fact]
    public void An_input_chain_that_drops_is_told_with_the_link_that_it_may_have_silenced() => Assert.Equal(
        ["cluster.link-silent", "filter.input-drops"],
        Facts.Ids(Spoil("link-silent") with { Chains = [new(NetfilterFamily.Inet, "filter", "input", "filter", 1, true)] }));

    [Theory]
    [InlineData("key-open")]
    [InlineData("file-writable")]
    [InlineData("lro")]
    [InlineData("rp-filter")]
    [InlineData("v6-off")]
    public void What_a_program_may_mend_says_how(string fault) => Assert.NotNull(Facts.Only(Spoil(fault)).Fix);

    private static HostFacts Spoil(string fault)
    {
        var good = Facts.Good();
        HostFacts With(Func<ClusterStatus, ClusterStatus> spoil) => good with { Daemon = Facts.Status(spoil) };
        HostFacts File(string path, FilePurpose purpose, UnixFileMode? mode) => good with { Files = [new(path, purpose, mode)] };
        HostFacts Claim(string address, MacAddress mac) => good with { Segment = Facts.Segment(true, (address, mac)) };
        HostFacts Config(string from, string to) => Facts.Good(Facts.Pair.Replace(from, to, StringComparison.Ordinal));
        HostFacts SecondInterface(int mtu, string address, string rpFilter) => good with
        {
            Links = [.. good.Links, Facts.Link(3, "eth1", mtu)],
            Addresses = [.. good.Addresses, new(3, Facts.Address(address), 24, false)],
            RoutesTo = good.RoutesTo,
            Setting = Facts.Settings(("net/ipv4/conf/all/rp_filter", "0"), ("net/ipv4/conf/eth1/rp_filter", rpFilter)),
        };
        const string front = "front: { addresses: [172.18.1.199/24, 172.18.1.200/24] }";
        return fault switch
        {
            "server-arp" => Claim("172.18.1.200", Facts.Database),
            "stranger-arp" => Claim("172.18.1.199", Facts.Stranger),
            "peer-arp" => Claim("172.18.1.199", Facts.Peer),
            "copy" => Claim("172.18.1.23", Facts.Stranger),
            "other-segment" => Route("172.18.1.220", Facts.OnLink with { Gateway = Facts.Address("172.18.1.1") }),
            "no-route" => Route("172.18.1.220", new Route(RouteKind.None, 0, null, null, null)),
            "server-here" => Route("172.18.1.220", new Route(RouteKind.Local, 1, null, null, null)),
            "clients-beyond" => Config("allow-from: 172.18.1.0/24", "allow-from: 198.51.100.0/24"),
            "clients-private" => Config("allow-from: 172.18.1.0/24", "allow-from: 10.0.0.0/8"),
            "gateway-elsewhere" => good with { Segment = Facts.Segment(leadsHere: false) },
            "no-way-out" => good with { Setting = Facts.Settings(("net/ipv4/ip_forward", "0")) },
            "forwarding-with-masquerade" => Config(front, Masquerading) with { Setting = Facts.Settings(("net/ipv4/ip_forward", "0")) },
            "not-a-node" => good with { Addresses = [new(2, Facts.Address("172.18.1.77"), 24, false)] },
            "link-silent" => With(cluster => cluster with { Links = [cluster.Links[0] with { SilentSeconds = 9 }] }),
            "link-just-quiet" => With(cluster => cluster with { Links = [cluster.Links[0] with { SilentSeconds = 1 }] }),
            "drift" => With(cluster => cluster with { Nodes = [cluster.Nodes[0], cluster.Nodes[1] with { SameFile = false, DiffersIn = ["service web"] }] }),
            "witness" => With(cluster => cluster with { Witness = new WitnessStatus(null, null, "connection refused") }),
            "key-differs" => With(cluster => cluster with { Datagrams = new() { ["unknownKey"] = 7, ["delivered"] = 100 } }),
            "refused" => good with { Daemon = Facts.Status(refused: new RefusedReload(DateTimeOffset.UnixEpoch, ["bad line"])) },
            "keepalived" or "ldirectord" or "heartbeat" => good with { Processes = new HashSet<string> { fault, "sshd" } },
            "ipvs-same" => good with { IpvsServices = ["172.18.1.199:80/tcp"] },
            "ipvs-other" => good with { IpvsServices = ["172.18.1.9:25/tcp"] },
            "no-nft" => Config(front, Masquerading) with { MissingPrograms = new HashSet<string> { "nft" } },
            "no-nft-unused" => good with { MissingPrograms = new HashSet<string> { "nft" } },
            "no-libmariadb" => Config("allow-from: 172.18.1.0/24", "allow-from: 172.18.1.0/24\n    check: { type: mysql, user: t }") with { MissingPrograms = new HashSet<string> { "libmariadb.so.3" } },
            "no-libmariadb-unused" => good with { MissingPrograms = new HashSet<string> { "libmariadb.so.3" } },
            "old-kernel" => good with { Kernel = new KernelVersion(5, 10) },
            "no-rights" => good with { MissingCapabilities = ["CAP_BPF"] },
            "no-bpffs" => good with { HasBpfFs = false },
            "clock" => good with { IsClockKept = false },
            "v6-off" => V6() with { Setting = Facts.Settings(("net/ipv6/conf/all/disable_ipv6", "1")) },
            "v6-absent" => V6() with { Setting = Facts.Settings(("net/ipv6/conf/all/disable_ipv6", null)) },
            "v6-off-unused" => good with { Setting = Facts.Settings(("net/ipv6/conf/all/disable_ipv6", "1")) },
            "no-interface" => Config(front, "front: { addresses: [172.18.1.199/24, 172.18.1.200/24], track: [{ interface: eth9 }] }"),
            "homeless" => Config(front, "front: { addresses: [172.18.1.199/24, 172.18.1.200/24, 10.9.0.1/24] }"),
            "lro" => good with { LargeReceive = ["eth0"] },
            "mtu-xdp" => Facts.Good("data-plane: { hook: xdp }\n" + Facts.Pair) with { Links = [Facts.Link(1, "lo"), Facts.Link(2, "eth0", 9001)] },
            "mtu-differs" => Config("servers: [172.18.1.33]", "servers: [10.2.0.33]") with
            {
                Links = SecondInterface(9001, "10.2.0.1", "0").Links,
                Addresses = SecondInterface(9001, "10.2.0.1", "0").Addresses,
                RoutesTo = new Dictionary<IPAddress, Route> { [Facts.Address("10.2.0.33")] = Facts.OnLink, [Facts.Address("172.18.1.220")] = Facts.OnLink },
            },
            "mtu-elsewhere" => SecondInterface(9001, "10.7.0.1", "0"),
            "rp-filter" => SecondInterface(1500, "172.18.1.24", "1"),
            "loose-rp-filter" => SecondInterface(1500, "172.18.1.24", "2"),
            "forward-drops" => Config(front, Masquerading) with { Chains = [new(NetfilterFamily.IPv4, "filter", "FORWARD", "filter", 2, true)] },
            "drop-without-masquerade" => good with { Chains = [new(NetfilterFamily.IPv4, "filter", "FORWARD", "filter", 2, true), new(NetfilterFamily.IPv4, "filter", "INPUT", "filter", 1, true)] },
            "key-missing" => File("/etc/tenbin/cluster.key", FilePurpose.Key, null),
            "key-open" => File("/etc/tenbin/cluster.key", FilePurpose.Key, Open),
            "file-writable" => File("/etc/tenbin/tenbin.yaml", FilePurpose.Configuration, Everybody),
            "program-missing" => File("/usr/local/bin/check", FilePurpose.Program, null),
            "program-not-executable" => File("/usr/local/bin/check", FilePurpose.Program, UnixFileMode.UserRead),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "no such fault"),
        };

        HostFacts Route(string server, Route route) => good with
        {
            RoutesTo = new Dictionary<IPAddress, Route>(good.RoutesTo) { [Facts.Address(server)] = route },
        };
        HostFacts V6()
        {
            var facts = Config(front, "front: { addresses: [172.18.1.199/24, 172.18.1.200/24, 'fd00::199/64'] }");
            return facts with { Addresses = [.. facts.Addresses, new(2, Facts.Address("fd00::23"), 64, false)] };
        }
    }
}
