using System.Net;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;

namespace Tenbin.Lab.Pairs;

/// <summary>
/// Two directors that serve together, with servers behind both methods, and a witness on a network of its own.
/// <code>
/// client .10 ──┬── outside 10.77.1.0/24 ──┬── dsr1 .51, dsr2 .52 …
///              ├── lvs1 .1 ──┬── inside 10.77.2.0/24, gateway .254 ── nat1 .31, nat2 .32 …
///              └── lvs2 .2 ──┼── cross 10.77.3.0/24
///                            └── votes 10.77.4.0/24 ── etcd1 .11, etcd2 .12 …
/// </code>
/// The group <see cref="Group"/> holds the virtual addresses and the gateway.
/// </summary>
public sealed class PairSite : IAsyncDisposable
{
    public const string Group = "front";
    public const int WebPort = 80;
    public const int PeerPort = 7000;
    private const int FirstNat = 31;
    private const int FirstDsr = 51;
    private const int FirstWitness = 11;
    private readonly List<IAsyncDisposable> _servers = [];

    private PairSite(LabNetwork network)
    {
        Network = network;
        KeyFile = Path.Combine(network.Directory, "cluster.key");
    }

    public LabNetwork Network { get; }

    public required Segment Outside { get; init; }

    public required Segment Inside { get; init; }

    /// <summary>Joins the directors alone.</summary>
    public required Segment Cross { get; init; }

    /// <summary>Joins the directors and the witness.</summary>
    public required Segment Votes { get; init; }

    public required Machine Client { get; init; }

    /// <summary><c>lvs1</c> and <c>lvs2</c>; the first is preferred.</summary>
    public required IReadOnlyList<LabDirector> Directors { get; init; }

    /// <summary><c>nat1</c> … on the inside.</summary>
    public required IReadOnlyList<Machine> Nat { get; init; }

    /// <summary><c>dsr1</c> … on the outside.</summary>
    public required IReadOnlyList<Machine> Dsr { get; init; }

    /// <summary>The machines of the witness, <c>etcd1</c> ….</summary>
    public required IReadOnlyList<Machine> WitnessMachines { get; init; }

    /// <summary>The witness; null when the site was made without.</summary>
    public EtcdCluster? Witness { get; private set; }

    /// <summary>Both directors' key; it exists.</summary>
    public string KeyFile { get; }

    /// <summary>Virtual address of services behind nat.</summary>
    public IPAddress NatAddress => Outside.V4(100);

    /// <summary>Virtual address of services behind dsr.</summary>
    public IPAddress DsrAddress => Outside.V4(101);

    /// <summary>The gateway of the servers behind nat: it moves with the group.</summary>
    public IPAddress Gateway => Inside.V4(254);

    /// <summary>Builds it, with the witness and the servers running; no director runs yet.</summary>
    /// <param name="nat">Servers behind nat, up to 20.</param>
    /// <param name="dsr">Servers behind dsr, up to 20.</param>
    /// <param name="witnesses">Members of etcd: 0, 1 or 3.</param>
    public static async Task<PairSite> Create(int nat = 2, int dsr = 2, int witnesses = 1)
    {
        var network = await LabNetwork.Create();
        PairSite? site = null;
        try
        {
            site = await Build(network, nat, dsr, witnesses);
            await site.StartServers();
            return site;
        }
        catch
        {
            await (site?.DisposeAsync() ?? network.DisposeAsync());
            throw;
        }
    }

    public LabDirector Director(string name) => Directors.First(director => director.Name == name);

    /// <summary>The other one.</summary>
    public LabDirector PeerOf(LabDirector director) => Directors.First(other => other != director);

    /// <summary>Writes the same file on both.</summary>
    public async Task WriteConfig(PairConfig config)
    {
        foreach (var director in Directors)
        {
            await director.WriteConfig(config.Text(this));
        }
    }

    /// <summary>Starts both daemons at once and waits until they have settled.</summary>
    /// <returns>The owner of the group.</returns>
    public async Task<LabDirector> Start()
    {
        await Task.WhenAll(Directors.Select(director => director.Start()));
        return await WaitUntilSettled();
    }

    /// <inheritdoc cref="Settling.WaitUntilSettled"/>
    public Task<LabDirector> WaitUntilSettled(TimeSpan? deadline = null) => Directors.WaitUntilSettled(Group, deadline);

    public async ValueTask DisposeAsync()
    {
        foreach (var director in Directors)
        {
            await director.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await Network.DisposeAsync();
    }

    private static async Task<PairSite> Build(LabNetwork network, int nat, int dsr, int witnesses)
    {
        var (outside, inside) = (await network.AddSegment("outside"), await network.AddSegment("inside"));
        var (cross, votes) = (await network.AddSegment("cross"), await network.AddSegment("votes"));
        var directors = new List<LabDirector>();
        for (var number = 1; number <= 2; number++)
        {
            var machine = await network.AddMachine($"lvs{number}", outside, number);
            foreach (var segment in new[] { inside, cross, votes })
            {
                await machine.Join(segment, number);
            }

            directors.Add(await LabDirector.Create(network, machine));
        }

        return new(network)
        {
            Outside = outside,
            Inside = inside,
            Cross = cross,
            Votes = votes,
            Directors = directors,
            Client = await network.AddMachine("client", outside, 10),
            Nat = await Add(network, "nat", nat, inside, FirstNat),
            Dsr = await Add(network, "dsr", dsr, outside, FirstDsr),
            WitnessMachines = await Add(network, "etcd", witnesses, votes, FirstWitness),
        };
    }

    private async Task StartServers()
    {
        (await Command.Run([Programs.Tenbin, "key", "new", KeyFile])).Checked();
        foreach (var server in Nat)
        {
            await server.SetGateway(Gateway);
        }

        foreach (var server in Dsr)
        {
            await server.PrepareForDsr(DsrAddress);
        }

        foreach (var server in Nat.Concat(Dsr))
        {
            _servers.Add(await NginxServer.Start(server, WebPort));
            _servers.Add(await PeerServer.Start(server, PeerPort));
        }

        if (WitnessMachines.Count > 0)
        {
            Witness = await EtcdCluster.Start(WitnessMachines);
            _servers.Add(Witness);
        }
    }

    private static async Task<IReadOnlyList<Machine>> Add(LabNetwork network, string name, int count, Segment segment, int first)
    {
        var machines = new List<Machine>();
        for (var number = 1; number <= count; number++)
        {
            machines.Add(await network.AddMachine($"{name}{number}", segment, first + number - 1));
        }

        return machines;
    }
}
