using System.Net;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

public sealed class ExampleFileTests
{
    private readonly TenbinConfig config = Loaded();

    [Fact]
    public void Keeps_services_in_file_order() =>
        Assert.Equal(["web", "web-tls", "db-read", "dns"], config.Services.Select(s => s.Name));

    [Fact]
    public void Fills_in_what_the_service_says_for_every_server()
    {
        var web = config.Services[0];
        Assert.Equal("172.18.1.199:80/tcp", web.Listen.ToString());
        Assert.Equal(["172.18.1.33:80", "172.18.1.34:80"], web.Servers.Select(s => s.Address.ToString()));
        Assert.All(web.Servers, s => Assert.Equal(ForwardingMethod.Nat, s.Forward));
        var check = Assert.IsType<HttpCheck>(web.Servers[1].Check);
        Assert.Equal(("/check.html", "OK", TimeSpan.FromSeconds(2), 3, 2), (check.Path, check.Expect, check.Every, check.Fall, check.Rise));
        Assert.Equal("172.18.1.40:8080", web.Fallback!.Address.ToString());
        Assert.IsType<NoCheck>(web.Fallback.Check);
    }

    [Fact]
    public void Lays_a_servers_own_settings_over_the_services()
    {
        var servers = config.Services[1].Servers;
        Assert.Equal(
            ["172.18.1.33:8443", "172.18.1.34:8443", "172.18.1.35:8443", "172.18.1.36:443"], servers.Select(s => s.Address.ToString()));
        Assert.Equal([1, 1, 2, 0], servers.Select(s => s.Weight));
        var shared = Assert.IsType<HttpCheck>(servers[0].Check);
        var own = Assert.IsType<HttpCheck>(servers[2].Check);
        Assert.Equal(TimeSpan.FromMilliseconds(500), own.Timeout);
        Assert.Equal(shared, own with { Timeout = shared.Timeout });
        Assert.IsType<NoCheck>(servers[3].Check);
        Assert.Equal([new StatusRange(200, 299), new StatusRange(304, 304)], shared.Status);
        Assert.Matches(shared.ExpectRegex!, "the status:  fine");
        Assert.Equal(new TlsCheck { CaFile = "/etc/tenbin/ca.pem", ServerName = "www.example.com" }, shared.Tls);
        Assert.Equal((ushort)8443, shared.Port);
    }

    [Fact]
    public void Reads_dsr_persistence_and_allow_list()
    {
        var db = config.Services[2];
        Assert.Equal(ForwardingMethod.Dsr, db.Servers[0].Forward);
        Assert.Equal(new Persistence(TimeSpan.FromMinutes(5)), db.Persistence);
        Assert.Equal([IPNetwork.Parse("172.18.1.0/24"), IPNetwork.Parse("10.1.2.3/32")], db.AllowFrom);
        Assert.Equal(["/usr/local/lib/tenbin/check-replica", "--max-lag", "30"], Assert.IsType<ExecCheck>(db.Servers[0].Check).Command);
        Assert.Equal(ForwardingMethod.Dsr, db.Fallback!.Forward);
    }

    [Fact]
    public void Reads_IPv6_ranges()
    {
        var dns = config.Services[3];
        Assert.Equal("[2001:db8::53]:53/udp", dns.Listen.ToString());
        Assert.Equal(
            ["[2001:db8::a0]:53", "[2001:db8::a1]:53", "[2001:db8::a2]:53", "[2001:db8::a3]:53", "[2001:db8::b0]:5353"],
            dns.Servers.Select(s => s.Address.ToString()));
        Assert.Equal((Scheduler.SourceHash, HashInput.SourceAndPort, OnLinkClients.Allow), (dns.Scheduler, dns.Hash, dns.OnLinkClients));
        Assert.Equal(64, dns.Persistence!.PrefixLengthV6);
    }

    [Fact]
    public void Reads_the_data_plane()
    {
        Assert.Equal(1_000_000, config.DataPlane.Limits.Sessions);
        Assert.Equal(new SessionTimeouts(), config.DataPlane.Timeouts);
        Assert.Equal(["eth0"], config.DataPlane.Interfaces);
    }

    [Fact]
    public void Reads_the_cluster()
    {
        var cluster = config.Cluster!;
        Assert.Equal(Path.Combine(Path.GetDirectoryName(Loading.ExampleFile())!, "cluster.key"), cluster.KeyFile);
        Assert.Equal(["lvs01", "lvs02"], cluster.Nodes.Select(n => n.Name));
        Assert.Equal([IPAddress.Parse("172.18.1.25"), IPAddress.Parse("10.99.0.2")], cluster.Nodes[1].Addresses);
        Assert.Equal(HeartbeatTiming.Default, cluster.Heartbeat);
        Assert.Equal("http://172.18.1.10:2379/", cluster.Witness!.Endpoints[0].AbsoluteUri);
        Assert.Equal((6946, WithoutMajority.Stop, 10), (cluster.Port, cluster.WithoutMajority, cluster.MovesPerHour));
        Assert.Equal([IPAddress.Parse("172.18.1.1")], cluster.Gateways);
    }

    [Fact]
    public void Reads_the_groups_and_finds_who_moves_an_address()
    {
        var (front, back) = (config.Groups[0], config.Groups[1]);
        Assert.Equal(("lvs01", null, "lvs02", TimeSpan.FromMinutes(1)), (front.Prefer, front.FailbackAfter, back.Prefer, back.FailbackAfter));
        Assert.Equal(
            [new GroupAddress(IPAddress.Parse("172.18.1.199"), 24), new GroupAddress(IPAddress.Parse("2001:db8::53"), 64, Interface: "eth0")],
            front.Addresses);
        Assert.Equal([new GroupScript("/etc/init.d/exim4") { Arguments = ["--quiet"] }], front.Scripts.Take(1));
        Assert.Equal((ScriptStandard.Ocf, "email", "ops@example.com"), (front.Scripts[1].Standard, front.Scripts[1].Parameters[0].Key, front.Scripts[1].Parameters[0].Value));
        Assert.Equal([(TrackKind.Interface, 0), (TrackKind.Script, 50), (TrackKind.Process, 100)], front.Track.Select(t => (t.Kind, t.Weight)));
        Assert.Equal("/usr/local/lib/tenbin/tell-us", front.OnChange);
        Assert.Equal(back, config.GroupOf(IPAddress.Parse("172.18.1.200")));
        Assert.Null(config.GroupOf(IPAddress.Parse("172.18.1.201")));
    }

    [Fact]
    public void Loaded_twice_is_equal() => Assert.Equal(config, Loaded());

    private static TenbinConfig Loaded()
    {
        var result = ConfigLoader.LoadFile(Loading.ExampleFile());
        Assert.Equal([], result.Errors.Select(e => e.ToString()));
        return result.Config!;
    }
}
