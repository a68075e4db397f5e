using System.Globalization;
using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Article;
using Tenbin.Lab.Load;

namespace Tenbin.Bench.Failover.Aws;

/// <summary>Takes the owner's power, round after round, and measures from the Internet and from a web server.</summary>
internal sealed class AwsTrial(ArticlePair pair, TimeSpan latency, Action<string> progress) : IAsyncDisposable
{
    private const string Assign = "AssignPrivateIpAddresses";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1), s_pace = TimeSpan.FromMilliseconds(10);
    private readonly Dictionary<string, Prober> _probers = [];

    public async Task Start()
    {
        await Probe("datagrams of one session from the Internet (nat)", pair.Client, ProbeKind.Udp, ArticlePair.Sessions);
        await Probe("new connections from the Internet (nat)", pair.Client, ProbeKind.Tcp, ArticlePair.Sessions);
        await Probe("new connections of web servers to the databases (dsr)", pair.Reader, ProbeKind.Tcp, ArticlePair.DbRead);
    }

    /// <summary>Rounds with one delay of the fabric's announcement.</summary>
    public async Task<IReadOnlyList<AwsRound>> Run(TimeSpan announcement, int rounds, CancellationToken stop)
    {
        List<AwsRound> measured = [];
        for (var number = 1; number <= rounds; number++)
        {
            stop.ThrowIfCancellationRequested();
            var round = await Measure(announcement);
            measured.Add(round);
            progress(string.Create(
                CultureInfo.InvariantCulture,
                $"neighbours told after {announcement.TotalSeconds:0.#} s, crash {number} of {rounds}: outages {Text(round.Outages)}; phases {Text(round.Phases)}"));
        }

        return measured;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var prober in _probers.Values)
        {
            await prober.DisposeAsync();
        }
    }

    private async Task<AwsRound> Measure(TimeSpan announcement)
    {
        pair.Vpc.Switch.AnnouncementDelay = announcement;
        var owner = await pair.Restore();
        var peer = pair.PeerOf(owner);
        pair.Vpc.Ec2.Conduct.Usual = new() { Latency = latency };
        await WaitUntilServed();
        var (since, calls) = (LabClock.Now, pair.Vpc.Ec2.Calls.All.Count);
        await owner.PowerOff();
        var status = await peer.WaitFor(
            "the other to have taken over", status => status.Cluster![ArticlePair.Group] is { Phase: "holding", LastTakeover.Over: true }, s_patience);
        var takeover = status.Cluster![ArticlePair.Group].LastTakeover!;
        if (takeover.Trouble is { } trouble)
        {
            throw new LabException($"{peer.Name} could not take over: {trouble}\n{peer.Daemon?.Output}");
        }

        await WaitUntilServed();
        // Latency lies ahead of the effect: the call is noted when the book has changed.
        var moved = pair.Vpc.Ec2.Calls.All.Skip(calls).Last(call => call is { Action: Assign, Outcome: "OK" }).At;
        var gaps = _probers.ToDictionary(prober => prober.Key, prober => prober.Value.Log.LongestGap(since)!.Value);
        return new AwsRound(
            takeover.FailoverSeconds,
            gaps.ToDictionary(gap => gap.Key, gap => gap.Value.Length.TotalSeconds),
            gaps.ToDictionary(gap => gap.Key, gap => Math.Max(0, gap.Value.FirstGood - moved)));
    }

    private async Task WaitUntilServed()
    {
        var now = LabClock.Now;
        foreach (var (what, prober) in _probers)
        {
            try
            {
                await prober.WaitUntilSteady(now, deadline: s_patience);
            }
            catch (LabException e)
            {
                var said = string.Join('\n', pair.Directors.Select(director => $"{director.Name}:\n{director.Daemon?.Output}"));
                throw new LabException($"{what}: {e.Message}\n{said}\ncalls:\n{pair.Vpc.Ec2.Calls}\ndropped:\n{pair.Vpc.Switch.Drops}", e);
            }
        }
    }

    private async Task Probe(string what, Machine from, ProbeKind kind, IPEndPoint service) =>
        _probers[what] = await Prober.Start(from, kind, service, kind == ProbeKind.Udp ? s_pace : s_pace * 2);

    private static string Text(IReadOnlyDictionary<string, double> figures) =>
        string.Join(", ", figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:0.000}")));
}
