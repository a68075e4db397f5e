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
    public void Loaded_twice_is_equal() => Assert.Equal(config, Loaded());

    private static TenbinConfig Loaded()
    {
        var result = ConfigLoader.LoadFile(Loading.ExampleFile());
        Assert.Equal([], result.Errors.Select(e => e.ToString()));
        return result.Config!;
    }
}
