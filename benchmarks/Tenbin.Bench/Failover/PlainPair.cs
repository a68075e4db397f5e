using System.Globalization;
using System.Net;
using System.Text;
using Tenbin.Lab;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;

namespace Tenbin.Bench.Failover;

/// <summary>
/// Two machines between which a program moves a plain address. Each runs a server of its own that answers on it:
/// nothing is forwarded, so a TCP session cannot live longer than its machine serves.
/// </summary>
internal abstract class PlainPair : IFailoverPair
{
    protected const string Lan = "lan";
    private const int Port = 7000;
    private const int LinesToSay = 20;
    private static readonly TimeSpan SlowestTool = TimeSpan.FromMinutes(2);
    private readonly LabNetwork _network;
    private readonly Dictionary<Machine, LabProcess> _servers = [];

    protected PlainPair(string name, int rounds, LabNetwork network, Segment lan)
    {
        Name = name;
        Rounds = rounds;
        _network = network;
        Address = lan.V4(100);
    }

    public string Name { get; }

    public TimeSpan? Budget => null;

    public int Rounds { get; }

    public required Machine Client { get; init; }

    public required IReadOnlyList<Machine> Nodes { get; init; }

    public IPEndPoint Probed => new(Address, Port);

    public IReadOnlyList<IPEndPoint> Held => [Probed];

    /// <summary>What moves, in a /24.</summary>
    protected IPAddress Address { get; }

    public async Task Start()
    {
        foreach (var node in Nodes)
        {
            await node.Sysctl(("net.ipv4.ip_nonlocal_bind", "1"));
            await StartServer(node);
            await StartTool(node);
        }

        await WaitUntilHeld(Nodes);
        await Recover();
    }

    public async Task Crash() => await (await Holder()).PowerOff();

    public async Task Move()
    {
        var holder = await Holder();
        await Yield(holder);
        await WaitUntilHeld([PeerOf(holder)]);
    }

    public async Task Recover()
    {
        foreach (var node in Nodes.Where(node => !_servers[node].IsRunning))
        {
            await node.PowerOn();
            await StartServer(node);
        }

        var holder = await Holder();
        if (!IsRunning(PeerOf(holder)))
        {
            await StartTool(PeerOf(holder));
        }

        await WaitUntilReady(holder, PeerOf(holder));
    }

    public async Task<string> Said()
    {
        var said = new StringBuilder();
        foreach (var node in Nodes)
        {
            var addresses = await node.Run("ip", "-4", "-oneline", "address");
            said.Append(CultureInfo.InvariantCulture, $"{node.Name}, its server {(_servers[node].IsRunning ? "runs" : "has ended")}:\n{addresses.Output}")
                .AppendJoin('\n', Words(node).TakeLast(LinesToSay)).Append('\n');
        }

        return said.ToString();
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }

        await _network.DisposeAsync();
    }

    /// <summary>Two machines for a pair and one for its client.</summary>
    protected static async Task<(LabNetwork Network, Segment Lan, Machine Client, IReadOnlyList<Machine> Nodes)> Build()
    {
        var network = await LabNetwork.Create();
        try
        {
            var lan = await network.AddSegment(Lan);
            return (
                network,
                lan,
                await network.AddMachine("client", lan, 10),
                [await network.AddMachine("node1", lan, 1), await network.AddMachine("node2", lan, 2)]);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    protected Machine PeerOf(Machine node) => Nodes.First(other => other != node);

    protected abstract bool IsRunning(Machine node);

    /// <summary>Lines that the tool wrote.</summary>
    protected abstract IEnumerable<string> Words(Machine node);

    protected abstract Task StartTool(Machine node);

    /// <summary>The tool's own way to give the address away.</summary>
    protected abstract Task Yield(Machine holder);

    /// <summary>Returns when the one that does not hold the address is ready to take it.</summary>
    protected abstract Task WaitUntilReady(Machine holder, Machine other);

    private async Task StartServer(Machine node) => _servers[node] = await PeerServer.Start(node, Port, Address);

    private async Task<Machine> Holder() => await WaitUntilHeld(Nodes);

    private Task<Machine> WaitUntilHeld(IReadOnlyList<Machine> nodes) => Wait.For(
        $"{Name}: the address on {string.Join(" or ", nodes.Select(node => node.Name))}",
        async () =>
        {
            foreach (var node in nodes)
            {
                if (IsRunning(node) && (await node.Run("ip", "-4", "address", "show", "to", Address.ToString())).Output.Length > 0)
                {
                    return node;
                }
            }

            return null;
        },
        SlowestTool);
}
