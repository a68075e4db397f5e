using System.Globalization;
using System.Text;
using Tenbin.Bench.Results;
using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;
using Tenbin.Lab.Pairs;
using Tenbin.Lab.Processes;

namespace Tenbin.Bench.Failover;

/// <summary>
/// One run of <c>./bench soak</c>: two directors on a machine whose processors all have more to do than they can, and
/// nothing that is really broken. Whatever moves, moves falsely.
/// </summary>
internal sealed class SoakRunner(string heartbeat, TimeSpan length)
{
    private const int SpinnersForEachCore = 2;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);
    private readonly Progress _progress = new();

    public async Task Run(CancellationToken stop)
    {
        await LabNetwork.ClearLeftovers();
        await using var site = await PairSite.Create();
        await site.WriteConfig(heartbeat == "fast" ? new PairConfig { Heartbeat = "fast" } : new PairConfig());
        foreach (var director in site.Directors)
        {
            // Hours of lines: more than the lab keeps of a program's output.
            director.Wrapper = ["sh", "-c", "log=$1; shift; exec \"$@\" 2>>\"$log\"", "sh", LogOf(director)];
        }

        await site.Start();
        await using var prober = await Prober.Start(site.Client, ProbeKind.Udp, new(site.NatAddress, PairSite.PeerPort));
        await prober.WaitUntilSteady(since: 0);
        var spinners = new List<LabProcess>();
        try
        {
            for (var number = 0; number < Environment.ProcessorCount * SpinnersForEachCore; number++)
            {
                spinners.Add(await site.WitnessMachines[0].Start(["sh", "-c", "while :; do :; done"]));
            }

            var since = LabClock.Now;
            while (LabClock.Now - since < length.TotalSeconds)
            {
                _progress.Say(Describe(await Count(site), prober.Log, since));
                var left = TimeSpan.FromSeconds(length.TotalSeconds - (LabClock.Now - since));
                await Task.Delay(left < BetweenReports ? TimeSpan.FromMilliseconds(Math.Max(1, left.TotalMilliseconds)) : BetweenReports, stop);
            }

            var count = await Count(site);
            var text = Text(count, prober.Log, since, spinners.Count);
            Console.WriteLine($"{string.Join('\n', count.Changes)}\n{text}");
            if (heartbeat == "fast" && length >= TimeSpan.FromHours(1))
            {
                await Document.Soak.Write(text);
                _progress.Say($"written to {Document.Path}");
            }
        }
        finally
        {
            foreach (var spinner in spinners)
            {
                await spinner.DisposeAsync();
            }
        }
    }

    private static string LogOf(LabDirector director) => Path.Combine(director.Machine.Directory, "log");

    private static async Task<SoakCount> Count(PairSite site)
    {
        var count = new SoakCount();
        foreach (var director in site.Directors)
        {
            foreach (var line in await File.ReadAllLinesAsync(LogOf(director)))
            {
                count.Take(line);
            }
        }

        return count;
    }

    private static string Describe(SoakCount count, ProbeLog log, double since) => string.Create(
        CultureInfo.InvariantCulture,
        $"{count.Failovers} failovers, {count.SelfFencings} self-fencings, {count.Stalls} stalls (longest {count.LongestStall} ms), "
        + $"{count.LateBeats} late beats (latest {count.LatestBeat} ms), {log.Lost(since)} probes lost, "
        + $"longest gap {log.LongestGap(since)?.Length.TotalMilliseconds ?? 0:0} ms");

    private string Text(SoakCount count, ProbeLog log, double since, int spinners)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n`./bench soak {heartbeat} {length.TotalMinutes:0}`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, ");
        text.Append(CultureInfo.InvariantCulture, $"{spinners} spinning processes on {Environment.ProcessorCount} cores beside the lab: {Describe(count, log, since)}. ");
        text.Append(CultureInfo.InvariantCulture, $"Budget: no false failover: {Budget.Verdict(count is { Failovers: 0, SelfFencings: 0 })}.\n");
        return text.ToString();
    }
}
