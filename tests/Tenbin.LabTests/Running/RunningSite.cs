using System.Net;
using System.Net.Sockets;
using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;

namespace Tenbin.LabTests.Running;

/// <summary>A site whose servers run: an nginx on port 80 and a peer server on port 7000 of each.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    public const int PeerPort = 7000;
    private readonly Dictionary<string, NginxServer> _web = [];
    private readonly Dictionary<string, LabProcess> _peers = [];

    private RunningSite(Site site) => Site = site;

    public Site Site { get; }

    public LabDirector Director => Site.Director;

    public Machine Client => Site.Client;

    public static async Task<RunningSite> Create(int nat = 2, int dsr = 2)
    {
        var running = new RunningSite(await Site.Create(nat, dsr));
        try
        {
            foreach (var machine in running.Site.Nat.Concat(running.Site.Dsr))
            {
                running._web[machine.Name] = await NginxServer.Start(machine, 80);
                running._peers[machine.Name] = await PeerServer.Start(machine, PeerPort);
            }
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }

        return running;
    }

    /// <summary>Creates one, starts the daemon with a configuration and waits until every server is up.</summary>
    public static async Task<RunningSite> Start(Func<Site, SiteConfig> config, int nat = 2, int dsr = 2)
    {
        var running = await Create(nat, dsr);
        try
        {
            await running.Director.WriteConfig(config(running.Site).ToString());
            await running.Director.Start();
            await running.Director.WaitUntilAllUp();
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Both peer services and both web services over IPv4.</summary>
    public static SiteConfig PeersAndWeb(Site site) => new SiteConfig()
        .Service("peer-nat", new(site.NatV4, PeerPort), "tcp", "nat", NatServers(site))
        .Service("peer-dsr", new(site.DsrV4, PeerPort), "tcp", "dsr", DsrServers(site))
        .Service("web-nat", new(site.NatV4, 80), "tcp", "nat", NatServers(site), SiteConfig.WebCheck)
        .Service("web-dsr", new(site.DsrV4, 80), "tcp", "dsr", DsrServers(site), SiteConfig.WebCheck);

    /// <summary>The peer services of both methods, both families and both protocols.</summary>
    public static SiteConfig Peers(Site site)
    {
        var config = new SiteConfig();
        foreach (var protocol in new[] { "tcp", "udp" })
        {
            foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
            {
                var suffix = $"{protocol}-{(family == AddressFamily.InterNetwork ? "v4" : "v6")}";
                config
                    .Service($"nat-{suffix}", Peer(site, "nat", family), protocol, "nat", NatServers(site, family))
                    .Service($"dsr-{suffix}", Peer(site, "dsr", family), protocol, "dsr", DsrServers(site, family));
            }
        }

        return config;
    }

    /// <summary>Where the peer service of a method listens.</summary>
    public static IPEndPoint Peer(Site site, string forward, AddressFamily family) => new(
        (forward, family) switch
        {
            ("nat", AddressFamily.InterNetwork) => site.NatV4,
            ("nat", _) => site.NatV6,
            (_, AddressFamily.InterNetwork) => site.DsrV4,
            _ => site.DsrV6,
        },
        PeerPort);

    public static IEnumerable<IPAddress> NatServers(Site site, AddressFamily family = AddressFamily.InterNetwork) =>
        Addresses(site.Nat, family);

    public static IEnumerable<IPAddress> DsrServers(Site site, AddressFamily family = AddressFamily.InterNetwork) =>
        Addresses(site.Dsr, family);

    public NginxServer Web(string machine) => _web[machine];

    /// <summary>Checksum errors that any kernel of the site has counted.</summary>
    public async Task<long> ChecksumErrors()
    {
        long errors = 0;
        foreach (var machine in Site.Network.Machines)
        {
            errors += await machine.ChecksumErrors();
        }

        return errors;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var web in _web.Values)
        {
            await web.DisposeAsync();
        }

        foreach (var peer in _peers.Values)
        {
            await peer.DisposeAsync();
        }

        await Site.DisposeAsync();
    }

    private static IEnumerable<IPAddress> Addresses(IEnumerable<Machine> machines, AddressFamily family) =>
        machines.Select(machine => family == AddressFamily.InterNetwork ? machine.Nics[0].V4 : machine.Nics[0].V6);
}
