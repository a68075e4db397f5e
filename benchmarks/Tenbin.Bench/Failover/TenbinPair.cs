using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Pairs;

namespace Tenbin.Bench.Failover;

/// <summary>Two Tenbin directors with an etcd witness, servers behind nat and dsr.</summary>
internal sealed class TenbinPair(string name, TimeSpan budget, int rounds, PairSite site) : IFailoverPair
{
    private const int LinesToSay = 15;
    private static readonly TimeSpan Default = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(130);
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    public string Name => name;

    public TimeSpan? Budget => budget;

    public int Rounds => rounds;

    public Machine Client => site.Client;

    public IPEndPoint Probed => new(site.NatAddress, PairSite.PeerPort);

    public IReadOnlyList<IPEndPoint> Held => [Probed, new(site.DsrAddress, PairSite.PeerPort)];

    public static Task<IFailoverPair> CreateDefault(int rounds) =>
        Create("Tenbin, default", Default, rounds, new PairConfig());

    public static Task<IFailoverPair> CreateFast(int rounds) =>
        Create("Tenbin, heartbeat: fast", Fast, rounds, new PairConfig { Heartbeat = "fast" });

    public Task Start() => site.Start();

    public async Task Crash() => await (await Owner()).PowerOff();

    public async Task Move()
    {
        var owner = await Owner();
        (await owner.Verb("standby", PairSite.Group)).Checked();
        await site.PeerOf(owner).WaitFor(
            "the other to serve", status => status.Cluster![PairSite.Group].Owner == status.Cluster.Node);
    }

    public async Task Recover()
    {
        foreach (var director in site.Directors.Where(director => director.Daemon?.IsRunning != true))
        {
            await director.PowerOn();
            await director.Start();
        }

        await Owner();
    }

    public Task<string> Said() => Task.FromResult(string.Join('\n', site.Directors.SelectMany(director =>
        (director.Daemon?.Output.Lines ?? []).TakeLast(LinesToSay).Select(line => $"    {director.Name}: {line}"))));

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static async Task<IFailoverPair> Create(string name, TimeSpan budget, int rounds, PairConfig config)
    {
        var site = await PairSite.Create(nat: 2, dsr: 2);
        try
        {
            await site.WriteConfig(config);
            return new TenbinPair(name, budget, rounds, site);
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    private Task<LabDirector> Owner() => site.WaitUntilSettled(Settling);
}
