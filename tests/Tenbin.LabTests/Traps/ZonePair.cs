using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;

namespace Tenbin.LabTests.Traps;

/// <summary>
/// A director and a web server in each of two zones, the witness and the API's endpoint in a third. The web servers have no
/// public address; their subnets' route tables have no way out of their own.
/// <code>
/// zone a: front-a lvs01 172.18.1.23, back-a web01 172.18.11.33     zone d: etcd01 172.18.3.11, API 172.18.3.10
/// zone c: front-c lvs02 172.18.2.25, back-c web02 172.18.12.34
/// </code>
/// </summary>
internal sealed class ZonePair : IAsyncDisposable
{
    public const string Group = "front";
    private const string Witness = "etcd01", Private = "172.18.1.199", Overlay = "192.0.2.1";
    private readonly Dictionary<string, LabProcess> _web = [];
    private readonly List<LabDirector> _directors = [];
    private EtcdCluster? _etcd;

    private ZonePair(Vpc vpc) => Vpc = vpc;

    /// <summary>The service as the Internet sees it.</summary>
    public static IPEndPoint Web => LoneDirector.Web;

    public Vpc Vpc { get; }

    public Machine Client => Vpc.Host("client");

    /// <summary>In zone a; preferred.</summary>
    public LabDirector Lvs01 => _directors[0];

    /// <summary>In zone c.</summary>
    public LabDirector Lvs02 => _directors[1];

    /// <summary>Builds it and starts the servers; no director runs yet.</summary>
    public static async Task<ZonePair> Prepare()
    {
        var pair = new ZonePair(await new VpcBuilder("172.18.0.0/16", apiAddress: "172.18.3.10")
            .RouteTable("back-a", toInternet: false).RouteTable("back-c", toInternet: false)
            .Subnet("front-a", "172.18.1.0/24", "a").Subnet("back-a", "172.18.11.0/24", "a", table: "back-a")
            .Subnet("front-c", "172.18.2.0/24", "c").Subnet("back-c", "172.18.12.0/24", "c", table: "back-c")
            .Subnet("votes", "172.18.3.0/24", "d")
            .Role("director", "ec2:*")
            .Instance(new("lvs01", "172.18.1.23") { Role = "director", SourceDestCheck = false })
            .Instance(new("lvs02", "172.18.2.25") { Role = "director", SourceDestCheck = false })
            .Instance(new("web01", "172.18.11.33")).Instance(new("web02", "172.18.12.34"))
            .Instance(new(Witness, "172.18.3.11"))
            .Elastic("203.0.113.10")
            .Internet("client", "198.51.100.10")
            .Start());
        try
        {
            pair._etcd = await EtcdCluster.Start([(pair.Vpc[Witness].Machine, IPAddress.Parse("172.18.3.11"))]);
            (await Command.Run([Programs.Tenbin, "key", "new", pair.KeyFile])).Checked();
            foreach (var name in new[] { "lvs01", "lvs02" })
            {
                pair._directors.Add(await LabDirector.Create(pair.Vpc.Network, pair.Vpc[name].Machine));
            }

            await pair.StartWeb("web01");
            await pair.StartWeb("web02");
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same file on both.</summary>
    /// <param name="isRouted">The address is an overlay that route tables send to; else a private one of lvs01's subnet.</param>
    public async Task Write(bool isRouted)
    {
        var address = isRouted
            ? $"{{ ip: {Overlay}/32, mover: aws-route, interface: eth0, elastic-ip: 203.0.113.10, route-tables: [{Vpc.RouteTableId()}], default-route-tables: [{Vpc.RouteTableId("back-a")}, {Vpc.RouteTableId("back-c")}] }}"
            : $"{{ ip: {Private}/24, mover: aws-private-ip, elastic-ip: 203.0.113.10, default-route-tables: [{Vpc.RouteTableId("back-a")}, {Vpc.RouteTableId("back-c")}] }}";
        foreach (var director in _directors)
        {
            await director.WriteConfig($$"""
                aws: { endpoint: "http://172.18.3.10:80", metadata: "http://169.254.169.254:80" }
                cluster:
                  key-file: {{KeyFile}}
                  nodes: { lvs01: 172.18.1.23, lvs02: 172.18.2.25 }
                  heartbeat: { every: 100ms, dead-after: 1s }
                  witness: { type: etcd, endpoints: ["{{_etcd!.Endpoints[0].GetLeftPart(UriPartial.Authority)}}"] }
                groups:
                  {{Group}}: { addresses: [{{address}}] }
                services:
                  datagrams: {{Service(isRouted ? Overlay : Private, "udp")}}
                  web: {{Service(isRouted ? Overlay : Private, "tcp")}}

                """);
        }
    }

    /// <summary>Starts lvs01 and, when it serves, lvs02.</summary>
    public async Task Start()
    {
        await Lvs01.Start();
        await Lvs01.WaitFor("lvs01 to own the group", status => status.Cluster![Group].Phase == "holding", TimeSpan.FromSeconds(60));
        await Lvs02.Start();
    }

    public Task<LabDirector> WaitUntilSettled() => _directors.WaitUntilSettled(Group, TimeSpan.FromSeconds(60));

    /// <summary>Zone a is gone: director, web server, all of it at once. The VPC's book says that they run.</summary>
    public Task LoseZone() => Task.WhenAll(Lvs01.PowerOff(), Vpc["web01"].PowerOff());

    /// <summary>Zone a is back, with its programs.</summary>
    public async Task ReturnZone()
    {
        await Vpc["web01"].PowerOn();
        await StartWeb("web01");
        await Lvs01.PowerOn();
        await Lvs01.Start();
    }

    public string Evidence() =>
        $"{string.Join('\n', _directors.Select(director => $"{director.Name}:\n{director.Daemon?.Output}"))}\ncalls:\n{Vpc.Ec2.Calls}\ndropped:\n{Vpc.Switch.Drops}";

    public async ValueTask DisposeAsync()
    {
        foreach (var director in _directors)
        {
            await director.DisposeAsync();
        }

        foreach (var server in _web.Values)
        {
            await server.DisposeAsync();
        }

        await (_etcd?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Vpc.DisposeAsync();
    }

    private string KeyFile => Path.Combine(Vpc.Network.Directory, "cluster.key");

    private static string Service(string address, string protocol) =>
        $"{{ listen: \"{address}:7000/{protocol}\", forward: nat, servers: [172.18.11.33, 172.18.12.34], check: {{ type: tcp, every: 250ms, timeout: 250ms, fall: 2, rise: 1 }} }}";

    private async Task StartWeb(string name)
    {
        if (_web.Remove(name, out var old))
        {
            await old.DisposeAsync();
        }

        _web[name] = await PeerServer.Start(Vpc[name].Machine, LoneDirector.Port);
    }
}
