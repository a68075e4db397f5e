using System.Net;
using Tenbin.Director.Status;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Loop;

/// <summary>A service that also listens on the director's own address.</summary>
public sealed class AliasTests : IDisposable
{
    private const string Text = """
        cluster: { key-file: /k, nodes: { lvs01: 10.0.1.23, lvs02: 10.0.2.25 }, without-majority: serve }
        groups: { front: { addresses: [{ ip: 192.0.2.1/32, mover: aws-route, interface: eth0, route-tables: rtb-00000001, elastic-ip: 203.0.113.10 }] } }
        services: { web: { listen: '192.0.2.1:80/tcp', forward: nat, servers: [10.0.1.33], check: { type: tcp } } }
        """;

    private static readonly ServiceAddress s_overlay = new(IPAddress.Parse("192.0.2.1"), 80, Protocol.Tcp), s_own = s_overlay with { Address = IPAddress.Parse("10.0.1.23") };
    private static readonly ServerAddress s_server = new(IPAddress.Parse("10.0.1.33"), 80);
    private readonly Bench _bench = new(Text) { Node = new ClusterNode("lvs01", [IPAddress.Parse("10.0.1.23")]) };

    [Fact]
    public void Both_are_in_the_kernel_and_counted_as_one()
    {
        _bench.Restart();
        _bench.With("10.0.1.33:80");
        Assert.Equal([s_own, s_overlay], _bench.Kernel.Servers.Keys.Select(key => key.Item1).OrderBy(listen => listen.ToString(), StringComparer.Ordinal));
        Assert.All(_bench.Kernel.Servers.Values, server => Assert.Equal(Admission.Open, server.Admission));
        Count(100, 7);
        _bench.Tick();
        Count(300, 8);
        _bench.Tick();

        var status = StatusBuilder.Build(_bench.Core.View, new("1", 1, default, 1));

        var web = Assert.Single(status.Services);
        Assert.Equal(("192.0.2.1:80/tcp", "10.0.1.23:80/tcp"), (web.Listen, Assert.Single(web.Aliases)));
        Assert.Equal((308, 201.0), (web.Totals.Sessions, Math.Round(web.Rates.Sessions, 3)));
        var server = Assert.Single(web.Servers);
        Assert.Equal((308, 6L, 2L), (server.Totals.Sessions, server.Active, server.Inactive));
        Assert.Empty(_bench.Warnings);
    }

    public void Dispose() => _bench.Dispose();

    private void Count(long overlay, long own)
    {
        _bench.Kernel.Counters[(s_overlay, s_server)] = new Traffic(overlay, 0, 0, 0, 0);
        _bench.Kernel.Counters[(s_own, s_server)] = new Traffic(own, 0, 0, 0, 0);
    }
}
