using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;

namespace Tenbin.Bench.Ways;

/// <summary>
/// The machines that every way shares. Each balancer has a director of its own beside them, plugged into both segments.
/// <code>
/// client .10 ──┬── outside ──┬── near .50: direct and dsr
///              └── director ─┴─ inside ── far .50: everything that comes back through the director
/// </code>
/// </summary>
internal sealed class BenchSite : IAsyncDisposable
{
    public const int WebPort = 80;
    public const int BulkPort = 5201;
    private const int FirstDirector = 101;
    private const int FirstVirtual = 201;
    private const int FirstServer = 51;
    private readonly List<LabProcess> _processes = [];
    private readonly List<NginxServer> _servers = [];
    private int _directors;
    private int _virtuals;
    private int _serverAddresses;

    private BenchSite(LabNetwork network, Segment outside, Segment inside)
    {
        Network = network;
        Outside = outside;
        Inside = inside;
    }

    public LabNetwork Network { get; }

    public Segment Outside { get; }

    public Segment Inside { get; }

    public required Machine Client { get; init; }

    /// <summary>The server in the client's segment.</summary>
    public required Machine Near { get; init; }

    /// <summary>The server behind the directors.</summary>
    public required Machine Far { get; init; }

    public static async Task<BenchSite> Create()
    {
        var network = await LabNetwork.Create();
        try
        {
            var outside = await network.AddSegment("outside");
            var inside = await network.AddSegment("inside");
            var site = new BenchSite(network, outside, inside)
            {
                Client = await network.AddMachine("client", outside, 10),
                Near = await network.AddMachine("near", outside, 50),
                Far = await network.AddMachine("far", inside, 50),
            };
            await site.Prepare();
            return site;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>A machine for a balancer.</summary>
    public async Task<Machine> AddDirector(string name)
    {
        var host = FirstDirector + _directors++;
        var director = await Network.AddMachine(name, Outside, host);
        await director.Join(Inside, host);
        await WidenPorts(director);
        return director;
    }

    /// <summary>A virtual address of this director, to which the client connects.</summary>
    public async Task<IPAddress> AddVirtual(Machine director)
    {
        var address = Outside.V4(FirstVirtual + _virtuals++);
        await director.AddVirtualAddress(address, Outside.Name);
        return address;
    }

    /// <summary>
    /// An address of the far server for one way that shows it the clients' own addresses. Ways with one in common would
    /// meet each other's TIME-WAIT: the client has another clock for timestamps towards each virtual address (RFC 7323,
    /// Linux' secure_tcp_ts_off), so the server takes a port's next SYN for an old one and the client waits a second.
    /// </summary>
    public async Task<IPAddress> AddServerAddress()
    {
        var address = Inside.V4(FirstServer + _serverAddresses++);
        await Far.AddVirtualAddress(address, Inside.Name);
        return address;
    }

    /// <summary>Starts a program that ends with the site.</summary>
    public async Task<LabProcess> Start(Machine machine, params IEnumerable<string> command)
    {
        var process = await machine.Start(command);
        _processes.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await Network.DisposeAsync();
    }

    private async Task Prepare()
    {
        await WidenPorts(Client);
        foreach (var server in (Machine[])[Near, Far])
        {
            _servers.Add(await NginxServer.Start(server, WebPort));
            await Start(server, "iperf3", "--server", "--port", BulkPort.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    // Short connections, thousands a second: the few ports of the default range would be the limit.
    private static Task WidenPorts(Machine machine) => machine.Sysctl(("net.ipv4.ip_local_port_range", "1024 65535"));
}
