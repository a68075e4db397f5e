using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Servers;

namespace Tenbin.LabTests.Traps;

/// <summary>The article's VPC with one director, lvs01, which holds both addresses as they were put there by hand.</summary>
internal sealed class LoneDirector : IAsyncDisposable
{
    public const int Port = 7000;
    public const string WebAddress = "172.18.1.199", DbAddress = "172.18.1.200", Gateway = "172.18.1.23", Router = "172.18.1.1";

    private const string Check = "check: { type: tcp, every: 250ms, timeout: 250ms, fall: 2, rise: 1 }";

    /// <summary>The web service behind nat, and the databases behind dsr, both over UDP.</summary>
    public const string Services = $$"""
        services:
          web:
            listen: {{WebAddress}}:7000/udp
            forward: nat
            servers: [172.18.1.33, 172.18.1.34]
            {{Check}}
          db:
            listen: {{DbAddress}}:7000/udp
            forward: dsr
            servers: [172.18.1.220, 172.18.1.221]
            allow-from: 172.18.0.0/16
            {{Check}}

        """;

    private readonly List<IAsyncDisposable> _servers = [];

    private LoneDirector(Vpc vpc, LabDirector director) => (Vpc, Director) = (vpc, director);

    /// <summary>The web service as the Internet sees it.</summary>
    public static IPEndPoint Web { get; } = IPEndPoint.Parse("203.0.113.10:7000");

    public static IPEndPoint Db { get; } = new(IPAddress.Parse(DbAddress), Port);

    public Vpc Vpc { get; }

    public LabDirector Director { get; }

    /// <summary>On the Internet.</summary>
    public Machine Client => Vpc.Host("client");

    /// <summary>A web server, which reads from the databases.</summary>
    public Machine Reader => Vpc["web02"].Machine;

    /// <summary>Starts all; nothing is prepared on the real servers but their programs, unless asked for.</summary>
    /// <param name="services">The file without its section <c>aws</c>.</param>
    /// <param name="plan">The VPC; the article's by default.</param>
    /// <param name="isPrepared">The real servers are as the services above want them.</param>
    public static async Task<LoneDirector> Start(string services = Services, VpcBuilder? plan = null, bool isPrepared = true)
    {
        var vpc = await (plan ?? VpcBuilder.Article()).Start();
        var lone = new LoneDirector(vpc, await LabDirector.Create(vpc.Network, vpc["lvs01"].Machine));
        try
        {
            await lone.Launch(services, isPrepared);
            return lone;
        }
        catch
        {
            await lone.DisposeAsync();
            throw;
        }
    }

    public Task Write(string services) =>
        Director.WriteConfig($"aws: {{ endpoint: \"http://{new IPEndPoint(IPAddress.Parse(Vpc.ApiInVpc!.Host), 80)}\", metadata: \"http://169.254.169.254:80\" }}\n{services}");

    /// <summary>Puts another file in force.</summary>
    public async Task Reload(string services)
    {
        await Write(services);
        (await Director.Verb("reload")).Checked();
        await Director.WaitUntilAllUp();
    }

    public Task WaitUntilWebServes() => Client.WaitUntilServed(Web, "web", Vpc.Switch.Drops.ToString);

    public Task WaitUntilDbServes() => Reader.WaitUntilServed(Db, "db", Vpc.Switch.Drops.ToString);

    public async ValueTask DisposeAsync()
    {
        await Director.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await Vpc.DisposeAsync();
    }

    private async Task Launch(string services, bool isPrepared)
    {
        foreach (var address in new[] { WebAddress, DbAddress })
        {
            await Director.Machine.AddVirtualAddress(IPAddress.Parse(address), VpcInstance.Device);
        }

        foreach (var instance in Vpc.Instances.Where(one => !one.Name.StartsWith("lvs", StringComparison.Ordinal)))
        {
            await instance.Machine.Sysctl(("net.ipv4.ip_nonlocal_bind", "1"));
            _servers.Add(await PeerServer.Start(instance.Machine, Port, IPAddress.Parse(WebAddress), IPAddress.Parse(DbAddress)));
            if (isPrepared)
            {
                await (instance.Name.StartsWith("web", StringComparison.Ordinal)
                    ? instance.Machine.SetGateway(IPAddress.Parse(Gateway))
                    : instance.Machine.PrepareForDsr(IPAddress.Parse(DbAddress)));
            }
        }

        await Write(services);
        await Director.Start();
        await Director.WaitUntilAllUp();
    }
}
