using System.Globalization;
using Tenbin.Demo.Performing;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Article;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;

namespace Tenbin.Demo.Article;

/// <summary>The article's acts, in order. Each waits for what it wants to show, and never for a fixed time.</summary>
internal sealed class ArticlePlay
{
    /// <summary>Answers of each service that make an act.</summary>
    private const int AnActOfAnswers = 100, AMomentOfAnswers = 40;

    private static readonly TimeSpan ApiLatency = TimeSpan.FromSeconds(0.3), Patience = TimeSpan.FromSeconds(60);
    private readonly ArticlePair _pair;
    private readonly IStage _stage;
    private readonly ArticleRecord _record;
    private readonly VpcReporter _reporter;

    private ArticlePlay(ArticlePair pair, IStage stage, ArticleRecord record, VpcReporter reporter) =>
        (_pair, _stage, _record, _reporter) = (pair, stage, record, reporter);

    public static async Task Run(ArticleRecord record, ArticleSight sight, IStage stage)
    {
        stage.Announce("The article's system, in a simulated VPC on this machine");
        await using var pair = await ArticlePair.Start(ArticleServing.Whole, stage.Tell);
        sight.Pair = pair;
        try
        {
            pair.Vpc.Ec2.Conduct.Usual = new() { Latency = ApiLatency };
            record.Bound = new(ArticlePair.WholeDeadAfter, ApiLatency, pair.Vpc.Switch.AnnouncementDelay ?? TimeSpan.Zero);
            await using var reporter = new VpcReporter(pair, stage);
            var play = new ArticlePlay(pair, stage, record, reporter);
            await play.Perform();
            play.Begin("end");
            await record.Traffic.Stop();
        }
        finally
        {
            sight.Pair = null;
            await record.Traffic.DisposeAsync();
        }
    }

    private async Task Perform()
    {
        _stage.Announce("Clients on the Internet ask both Elastic IPs on 80 and 443, and the web servers read from the databases");
        await Traffic.Start(_pair);
        var owner = await _pair.WaitUntilSettled(Patience);
        Traffic.StartOver(Begin("all well"));
        await Traffic.WaitUntilServed(0);
        await Traffic.WaitForAnswers(AnActOfAnswers);
        _stage.Tell($"{owner.Name} serves; answers come from {string.Join(", ", Traffic.Flows.SelectMany(flow => flow.Servers).Distinct().Order(StringComparer.Ordinal))}");

        var peer = _pair.PeerOf(owner);
        await PowerOff(owner, peer);
        await Return(owner, peer);
        await FailBack(owner);
    }

    private async Task PowerOff(LabDirector owner, LabDirector peer)
    {
        var began = Begin($"{owner.Name} without power", $"{owner.Name} loses its power. The services may be away for {_record.Bound}");
        await owner.PowerOff();
        var off = LabClock.Now;
        await WaitUntilHeldBy(peer);
        await Traffic.WaitUntilServed(off);
        await Traffic.WaitForAnswers(AMomentOfAnswers);

        _record.Crash = Traffic.LongestGap(began, double.MaxValue);
        Conclude("away for", began);
        await Traffic.WaitForAnswers(AnActOfAnswers);
    }

    private async Task Return(LabDirector owner, LabDirector peer)
    {
        Begin($"{owner.Name} returns", $"{owner.Name} has power again, and its daemon starts");
        await owner.PowerOn();
        await owner.Start();
        var settled = await _pair.WaitUntilSettled(Patience);
        _stage.Tell(settled == peer
            ? $"{owner.Name} stands by and has every session; nothing moves back by itself (failback: manual)"
            : throw new LabException($"{owner.Name} took the group when it returned, unasked.\n{owner.Daemon!.Output}"));
        await Traffic.WaitForAnswers(AMomentOfAnswers);
    }

    private async Task FailBack(LabDirector owner)
    {
        var began = Begin("planned failback", $"tenbin takeover {ArticlePair.Group}, on {owner.Name}");
        (await owner.Verb("takeover", ArticlePair.Group)).Checked();
        var asked = LabClock.Now;
        await WaitUntilHeldBy(owner);
        await _pair.WaitUntilSettled(Patience);
        await Traffic.WaitUntilServed(asked);
        await Traffic.WaitForAnswers(AMomentOfAnswers);
        Conclude("longest time between two answers:", began);
        await Traffic.WaitForAnswers(AMomentOfAnswers);
    }

    private Traffic Traffic => _record.Traffic;

    private Task WaitUntilHeldBy(LabDirector director) => Wait.Until(
        $"the VPC to send every address to {director.Name}",
        () => ArticlePair.WholeAddresses.All(address => _pair.HoldersOf(address) is [var holder] && holder == director.Name),
        Patience,
        () => $"{string.Join('\n', _pair.Directors.Select(one => $"{one.Name}:\n{one.Daemon?.Output}"))}\ncalls:\n{_pair.Vpc.Ec2.Calls}\ndropped:\n{_pair.Vpc.Switch.Drops}");

    private double Begin(string title, string? announcement = null)
    {
        var now = LabClock.Now;
        _record.Acts.Begin(title, now);
        (_reporter.Since, Traffic.Since) = (now, now);
        if (announcement is not null)
        {
            _stage.Announce(announcement);
        }

        return now;
    }

    private void Conclude(string words, double since)
    {
        var kept = Traffic.Kept.Select(flow => flow.View()).ToList();
        _stage.Tell($"{words} {string.Join(", ", Traffic.Flows.Select(flow => $"{flow.Name} {Milliseconds(flow.LongestGap(since, double.MaxValue))}"))}");
        _stage.Tell(string.Create(
            CultureInfo.InvariantCulture,
            $"{kept.Sum(flow => flow.Connections)} established connections, {kept.Sum(flow => flow.Broken)} broken"));
    }

    private static string Milliseconds(Outage? gap) =>
        gap is { } away ? string.Create(CultureInfo.InvariantCulture, $"{away.Length.TotalMilliseconds:0} ms") : "–";
}
