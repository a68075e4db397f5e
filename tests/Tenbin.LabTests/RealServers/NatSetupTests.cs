using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.RealServers;

/// <summary>
/// A nat real server whose own router is another machine than the director, as in a VPC: replies go by the director, what
/// it asks of its metadata by its own router.
/// </summary>
public sealed class NatSetupTests : IAsyncLifetime
{
    private const int Port = 7000;
    private static readonly IPAddress s_metadata = IPAddress.Parse("169.254.169.254");
    private readonly List<LabProcess> _peers = [];
    private Site _site = null!;

    private Machine Server => _site.Nat[0];

    private IPAddress Director => _site.Inside.V4(1);

    private IPEndPoint Service => new(_site.NatV4, Port);

    public async ValueTask InitializeAsync()
    {
        _site = await Site.Create(nat: 1, dsr: 0);
        var router = await _site.Network.AddMachine("router", _site.Inside, 254);
        await Server.SetGateway(_site.Inside.V4(254));
        foreach (var machine in new[] { router, _site.DirectorMachine })
        {
            await machine.AddVirtualAddress(s_metadata, "lo");
        }

        foreach (var machine in new[] { router, _site.DirectorMachine, Server })
        {
            _peers.Add(await PeerServer.Start(machine, Port));
        }

        await _site.Director.WriteConfig(new SiteConfig().Service("peer", Service, "udp", "nat", RunningSite.NatServers(_site), "none").ToString());
        await _site.Director.Start();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }

        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Replies_go_by_the_director_and_metadata_by_its_own_router()
    {
        Assert.All(await Ask(_site.Client, Service), answer => Assert.NotNull(answer.Error));
        Assert.All(await Ask(Server, new(s_metadata, Port)), answer => Assert.Equal("router", answer.Server));
        var before = await Server.Everything();

        (await Server.RealServerVerb("setup", "--gateway", $"{Director}")).Checked();

        Assert.All(await Ask(_site.Client, Service), answer => Assert.Equal("nat1", answer.Server));
        Assert.All(await Ask(Server, new(s_metadata, Port)), answer => Assert.Equal("router", answer.Server));
        Assert.Contains($"via {Director} ", (await Server.Run("ip", "route", "get", $"{_site.Client.Nics[0].V4}")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Server.RealServerVerb("check")).ExitStatus);

        (await Server.RealServerVerb("undo")).Checked();
        Assert.Equal(before, await Server.Everything());
        Assert.All(await Ask(_site.Client, Service), answer => Assert.NotNull(answer.Error));
    }

    [Fact]
    public async Task The_articles_way_breaks_metadata_and_check_says_so()
    {
        await Server.SetGateway(Director);
        Assert.All(await Ask(Server, new(s_metadata, Port)), answer => Assert.Equal("director", answer.Server));
        (await Server.RealServerVerb("setup", "--gateway", $"{Director}")).Checked();

        var check = await Server.RealServerVerb("check");

        Assert.Equal(1, check.ExitStatus);
        Assert.Contains("own router there again", check.Output, StringComparison.Ordinal);
        await Server.SetGateway(_site.Inside.V4(254));
        Assert.Equal(0, (await Server.RealServerVerb("check")).ExitStatus);
        Assert.All(await Ask(Server, new(s_metadata, Port)), answer => Assert.Equal("router", answer.Server));
    }

    [Fact]
    public async Task A_gateway_of_another_network_is_refused_before_anything_is_changed()
    {
        var before = await Server.Everything();

        var refused = await Server.RealServerVerb("setup", "--gateway", $"{_site.Outside.V4(1)}");

        Assert.Equal(1, refused.ExitStatus);
        Assert.Contains("must be in one", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await Server.Everything());
    }

    private static Task<IReadOnlyList<RequestRecord>> Ask(Machine from, IPEndPoint service) => UdpAsk.Run(from, service, 2);
}
