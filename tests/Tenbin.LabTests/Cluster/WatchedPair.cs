using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;
using Tenbin.Lab.Pairs;

namespace Tenbin.LabTests.Cluster;

/// <summary>
/// A pair with traffic under watch. Beside a client that goes where the network sends it, two more each send to one
/// director only, whatever the other announces: a director that must not forward is asked to all the time.
/// </summary>
public sealed class WatchedPair : IAsyncDisposable
{
    private const int FirstPinned = 21;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private readonly List<Prober> _probers = [];
    private readonly List<Machine> _pinned = [];

    private WatchedPair(PairSite site, Segment spare) => (Site, Spare) = (site, spare);

    public PairSite Site { get; }

    /// <summary>The second link, beside <see cref="PairSite.Cross"/>: both carry nothing else.</summary>
    public Segment Spare { get; }

    /// <summary>Asks the service behind nat.</summary>
    public Prober Client => _probers[0];

    /// <summary>Asks one director only, for the service behind dsr, whoever owns it.</summary>
    public Prober PinnedTo(LabDirector director) => _probers[1 + Site.Directors.ToList().IndexOf(director)];

    /// <summary>Where <see cref="PinnedTo"/> asks from.</summary>
    public Machine ClientPinnedTo(LabDirector director) => _pinned[Site.Directors.ToList().IndexOf(director)];

    /// <summary>Builds one; both directors serve when this returns.</summary>
    /// <param name="witnesses">Members of etcd: 0, 1 or 3.</param>
    /// <param name="servers">Servers behind each method.</param>
    /// <param name="config">The file; null = patient enough for a busy machine.</param>
    public static async Task<WatchedPair> Start(int witnesses, int servers = 1, Func<PairConfig, PairConfig>? config = null)
    {
        var site = await PairSite.Create(servers, servers, witnesses);
        try
        {
            var pair = new WatchedPair(site, await site.Network.AddSegment("spare"));
            await pair.Prepare((config ?? (same => same))(new PairConfig
            {
                Heartbeat = "{ every: 100ms, dead-after: 1s }",
                Links = made => [made.Cross, pair.Spare],
            }));
            return pair;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>The interfaces that carry the links of a director.</summary>
    public IEnumerable<Nic> Links(LabDirector director) => [director.Machine.On(Site.Cross), director.Machine.On(Spare)];

    /// <summary>Mends everything, waits until the pair has settled and serves, and watches from then on.</summary>
    public async Task<PairWatch> Watch()
    {
        await Mend();
        var owner = await Site.WaitUntilSettled();
        await Client.WaitUntilSteady(LabClock.Now);
        return await PairWatch.Start(this, owner);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var prober in _probers)
        {
            await prober.DisposeAsync();
        }

        await Site.DisposeAsync();
    }

    /// <summary>Undoes whatever the test before has left, also when it failed.</summary>
    private async Task Mend()
    {
        foreach (var member in Site.Witness?.Members ?? [])
        {
            if (member.IsRunning)
            {
                await member.Resume();
            }
            else
            {
                await member.Start();
            }
        }

        foreach (var director in Site.Directors)
        {
            if (!director.HasPower)
            {
                await director.PowerOn();
            }

            foreach (var nic in director.Machine.Nics)
            {
                await director.Machine.Mend(nic);
            }

            if (director.Daemon!.IsRunning)
            {
                await director.Daemon.Send(Lab.Processes.Signal.Continue);
            }
            else
            {
                await director.Start();
            }
        }

        if ((await Site.Directors[0].Status()).Cluster!.Maintenance)
        {
            (await Site.Directors[0].Verb("maintenance", "off")).Checked();
        }
    }

    private async Task Prepare(PairConfig config)
    {
        for (var number = 0; number < Site.Directors.Count; number++)
        {
            var director = Site.Directors[number].Machine;
            await director.Join(Spare, number + 1);
            var pinned = await Site.Network.AddMachine($"pinned{number + 1}", Site.Outside, FirstPinned + number);
            await pinned.Ip($"neigh add {Site.DsrAddress} lladdr {director.On(Site.Outside).Mac} nud permanent dev {Site.Outside.Name}");
            _pinned.Add(pinned);
        }

        await Site.WriteConfig(config);
        await Site.Start();
        await Probe(Site.Client, Site.NatAddress);
        foreach (var pinned in _pinned)
        {
            await Probe(pinned, Site.DsrAddress);
        }
    }

    private async Task Probe(Machine from, IPAddress service) =>
        _probers.Add(await Prober.Start(from, ProbeKind.Udp, new IPEndPoint(service, PairSite.PeerPort), Pace));
}
