using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tenbin.Bench.Results;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Article;

namespace Tenbin.Bench.Failover.Aws;

/// <summary>One run of <c>./bench failover aws</c>, from the VPC to the document.</summary>
internal sealed partial class AwsRunner(int rounds)
{
    public const int UsualRounds = 20;

    /// <summary>Of each call of the API.</summary>
    private static readonly TimeSpan s_latency = TimeSpan.FromSeconds(0.3), s_allowance = TimeSpan.FromSeconds(0.3);

    /// <summary>AWS documents no time; about a second is reported. The second case shows what Tenbin itself takes.</summary>
    private static readonly TimeSpan[] s_announcements = [TimeSpan.FromSeconds(1), TimeSpan.Zero];

    private readonly Progress _progress = new();

    public async Task Run(CancellationToken stop)
    {
        await LabNetwork.ClearLeftovers();
        _progress.Say("building the VPC and starting the article's pair");
        await using var pair = await ArticlePair.Start();
        var deadAfter = DeadAfter(await File.ReadAllTextAsync(pair.Directors[0].ConfigFile, stop));
        await using var trial = new AwsTrial(pair, s_latency, _progress.Say);
        await trial.Start();
        List<AwsSheet> sheets = [];
        foreach (var announcement in s_announcements)
        {
            sheets.Add(new AwsSheet(announcement, deadAfter + s_latency + announcement + s_allowance, await trial.Run(announcement, rounds, stop)));
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n`./bench failover aws{(rounds == UsualRounds ? "" : $" {rounds}")}`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, ");
        text.Append(CultureInfo.InvariantCulture, $"{rounds} crashes each, `dead-after: {deadAfter.TotalSeconds:0.###}s`, {s_latency.TotalSeconds:0.#} s for each call of the API, on\n\n");
        text.AppendJoin('\n', (await MachineDescription.Machine()).Select(line => $"- {line}"));
        text.Append("\n\n").Append(AwsSheet.Table(sheets));
        Console.WriteLine(text);
        if (rounds >= UsualRounds)
        {
            await Document.FailoverAws.Write(text.ToString());
            _progress.Say($"written to {Document.Path}");
        }
    }

    /// <summary>As the directors' file has it.</summary>
    private static TimeSpan DeadAfter(string config) => Written().Match(config) is { Success: true } found
        ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) * (found.Groups[2].Value == "ms" ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(1))
        // The default of 'heartbeat.dead-after'.
        : TimeSpan.FromMilliseconds(400);

    [GeneratedRegex(@"dead-after: ([0-9.]+)(ms|s)")]
    private static partial Regex Written();
}
