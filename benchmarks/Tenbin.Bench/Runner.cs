using System.Globalization;
using System.Text;
using Tenbin.Bench.Measures;
using Tenbin.Bench.Programs;
using Tenbin.Bench.Results;
using Tenbin.Bench.Ways;
using Tenbin.Lab;

namespace Tenbin.Bench;

/// <summary>One run of the benchmark, from the machines to the document.</summary>
internal sealed class Runner(Effort effort, string? only)
{
    private const int ColdSessions = 1_000_000;
    private const int KeptConnections = 64;
    private const int NewConnections = 32;
    private readonly Progress _progress = new();

    public async Task Run(CancellationToken stop)
    {
        await LabNetwork.ClearLeftovers();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n`./bench {effort.Name}`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, on\n\n");
        text.AppendJoin('\n', (await MachineDescription.Machine()).Append(await MachineDescription.Balancers()).Select(line => $"- {line}")).Append('\n');
        if (only is null or "ways" or "profile")
        {
            text.Append(CultureInfo.InvariantCulture, $"\nMedian of {effort.Rounds} rounds (least–most).\n");
            await AddWays(text, stop);
        }

        if (only is null or "programs")
        {
            text.Append("\nAdded to an empty program, median (quartiles).\n");
            _progress.Say("cost of the programs, by test runs:");
            text.Append('\n').Append(Tables.Costs(new CostBench(effort.Batches, effort.ColdRuns, ColdSessions, _progress.Say).Run(stop)));
        }

        Console.WriteLine(text);
        if (only is null)
        {
            await Document.Ways.Write(text.ToString());
            _progress.Say($"written to {Document.Path}");
        }
    }

    private async Task AddWays(StringBuilder text, CancellationToken stop)
    {
        _progress.Say("building the machines");
        await using var site = await BenchSite.Create();
        List<IWay> ways =
        [
            new DirectWay(site),
            await BareHop.MakeOneWay(site),
            .. await TenbinWays.Make(site),
            await BareHop.MakeBothWays(site),
            await Peers.Nftables(site, offload: false),
            await Peers.Haproxy(site),
            await Peers.NginxStream(site),
        ];
        if (effort.Everything)
        {
            ways.Add(await Peers.Nftables(site, offload: true));
        }

        List<IMeasure> measures =
        [
            new WebLoad("new connections", "1/s", newConnections: true, NewConnections, effort.Seconds),
            new WebLoad("keep-alive requests", "1/s", newConnections: false, KeptConnections, effort.Seconds),
            new Bulk("bulk to the server", fromServer: false, effort.Seconds),
        ];
        if (effort.Everything)
        {
            measures.Add(new Bulk("bulk from the server", fromServer: true, effort.Seconds));
        }

        if (only == "profile")
        {
            foreach (var way in ways.Where(way => way.Name is TenbinWays.Dsr or TenbinWays.Nat or BareHop.OneWay or BareHop.BothWays))
            {
                foreach (var measure in measures)
                {
                    stop.ThrowIfCancellationRequested();
                    text.Append('\n').Append(await Profile.Of(site, way, measure)).Append('\n');
                }
            }

            return;
        }

        foreach (var sheet in await new Tournament(site, ways, measures, _progress.Say).Run(effort.Rounds, stop))
        {
            text.Append('\n').Append(Tables.Ways(sheet, ways));
        }
    }
}
