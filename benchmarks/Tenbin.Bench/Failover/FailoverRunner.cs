using System.Globalization;
using System.Text;
using Tenbin.Bench.Results;
using Tenbin.Lab;

namespace Tenbin.Bench.Failover;

/// <summary>One run of <c>./bench failover</c>, from the machines to the document.</summary>
internal sealed class FailoverRunner(int rounds, string? only)
{
    public const int UsualRounds = 30;
    private const int RoundsOfHeartbeat = 5;
    private const int RoundsOfSlowKeepalived = 10;
    private readonly Progress _progress = new();

    public async Task Run(CancellationToken stop)
    {
        await LabNetwork.ClearLeftovers();
        List<(FailoverSheet Crashes, FailoverSheet Moves)> sheets = [];
        CrowdSheet? crowd = null;
        if (only is null or "tenbin")
        {
            sheets.Add(await Try(await TenbinPair.CreateDefault(rounds), stop));
            sheets.Add(await Try(await TenbinPair.CreateFast(rounds), stop));
        }

        if (only is null or "sessions")
        {
            crowd = await new CrowdTrial(_progress.Say).Run(stop);
        }

        if (only is null or "peers")
        {
            sheets.Add(await Try(await KeepalivedPair.Every("0.01", "every 10 ms", rounds), stop));
            sheets.Add(await Try(await KeepalivedPair.Every("0.1", "every 100 ms", rounds), stop));

            // These two wait most of the time: side by side they do not disturb each other.
            sheets.AddRange(await Task.WhenAll(
                Try(await KeepalivedPair.Default(Math.Min(rounds, RoundsOfSlowKeepalived)), stop),
                Try(await HeartbeatPair.Create(Math.Min(rounds, RoundsOfHeartbeat)), stop)));
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n`./bench failover`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, on\n\n");
        text.AppendJoin('\n', (await MachineDescription.Machine()).Append(await MachineDescription.ClusterPrograms()).Select(line => $"- {line}"));
        if (sheets.Count > 0)
        {
            text.Append("\n\n").Append(FailoverTables.Crashes(sheets.Select(sheet => sheet.Crashes)));
            text.Append('\n').Append(FailoverTables.Moves(sheets.Select(sheet => sheet.Moves)));
        }

        text.Append(crowd is null ? "" : $"\n{crowd.Text()}");
        Console.WriteLine(text);
        if (only is null)
        {
            await Document.Failover.Write(text.ToString());
            _progress.Say($"written to {Document.Path}");
        }
    }

    private async Task<(FailoverSheet Crashes, FailoverSheet Moves)> Try(IFailoverPair pair, CancellationToken stop)
    {
        await using (pair)
        {
            _progress.Say($"starting {pair.Name}");
            return await new FailoverTrial(pair, _progress.Say).Run(stop);
        }
    }
}
