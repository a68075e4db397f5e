using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;
using Tenbin.LabTests.Running;

namespace Tenbin.LabTests.Traps;

/// <summary>A service behind dsr in a plain network: client, director and servers on one segment.</summary>
internal sealed class DsrLan : IAsyncDisposable
{
    private const int Requests = 6;
    private readonly List<LabProcess> _servers = [];
    private readonly Site _site;

    private DsrLan(Site site) => _site = site;

    private IPEndPoint Service => new(_site.DsrV4, RunningSite.PeerPort);

    public static async Task<DsrLan> Start(Site site)
    {
        var lan = new DsrLan(site);
        foreach (var server in site.Dsr)
        {
            lan._servers.Add(await PeerServer.Start(server, RunningSite.PeerPort));
        }

        await site.Director.WriteConfig(new SiteConfig().Service("peer", lan.Service, "udp", "dsr", RunningSite.DsrServers(site), more: "scheduler: rr").ToString());
        await site.Director.Start();
        await site.Director.WaitUntilAllUp();
        return lan;
    }

    /// <summary>Who answers some requests; null = nobody.</summary>
    public async Task<IReadOnlyList<string?>> Ask() => [.. (await UdpAsk.Run(_site.Client, Service, Requests)).Select(answer => answer.Server)];

    public Task WaitUntilBothServe() => Wait.Until("both servers to answer", async () =>
        (await Ask()).Order(StringComparer.Ordinal).Distinct().SequenceEqual(_site.Dsr.Select(server => server.Name)));

    /// <summary>The MAC that the client sends to; null when it knows none.</summary>
    public async Task<string?> HolderForClient()
    {
        var words = (await _site.Client.Run("ip", "neigh", "show", "to", _site.DsrV4.ToString())).Output.Split(' ');
        var at = Array.IndexOf(words, "lladdr");
        return at < 0 ? null : words[at + 1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
