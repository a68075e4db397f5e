using System.Collections.Concurrent;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Article;
using Tenbin.Lab.Load;
using Xunit;

namespace Tenbin.LabTests.Cloud;

/// <summary>The article's system as the demo shows it: nginx with TLS, MariaDB, and an operator's file.</summary>
public sealed class WholeArticleTests(ITestOutputHelper output)
{
    private const int PerSecond = 10, Kept = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Invariant7_all_services_come_back_with_the_peer_and_kept_connections_stay()
    {
        await using var pair = await ArticlePair.Start(ArticleServing.Whole);
        var (web, read) = (pair.Targets.Web.Values, pair.Targets.DbRead);
        var answered = new ConcurrentDictionary<string, double>();
        void Note(string who, RequestRecord record)
        {
            if (record.Server is not null)
            {
                answered[who] = record.Sent;
            }
        }

        await using var visitors = await LoadClient.Start(pair.Client, 0, PerSecond, web, record => Note(record.Target, record));
        await using var keepers = await LoadClient.Start(pair.Client, Kept, PerSecond, web, record => Note(record.Local!, record));
        await using var reader = await LoadClient.Start(pair.Reader, 0, PerSecond, [read], record => Note(record.Target, record));
        await using var kept = await LoadClient.Start(pair.Reader, Kept, PerSecond, [read], record => Note(record.Local!, record));
        await WaitForAll(since: 0);
        var owner = await pair.WaitUntilSettled(Patience);

        await owner.PowerOff();
        await WaitForAll(LabClock.Now);

        var peer = pair.PeerOf(owner).Name;
        Assert.All(ArticlePair.WholeAddresses, address => Assert.Equal([peer], pair.HoldersOf(address)));
        var reports = await Task.WhenAll(visitors.Stop(), keepers.Stop(), reader.Stop(), kept.Stop());
        output.WriteLine(string.Join('\n', reports.Select(report => report.ToString())));
        Assert.All(reports, report => Assert.Equal(0, report.Failed));
        Assert.Equal(["dlv01", "dlv02", "web01", "web02"], reports[0].ByServer().Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("db", Assert.Single(reports[3].ByServer().Keys), StringComparison.Ordinal);
        Assert.Equal(web.Count() + 1 + (Kept * (web.Count() + 1)), answered.Count);

        Task WaitForAll(double since) => Wait.Until(
            "an answer to everybody",
            () => answered.Count >= web.Count() + 1 + (Kept * (web.Count() + 1)) && answered.Values.All(sent => sent >= since),
            Patience,
            () => $"{string.Join('\n', answered)}\n{visitors}\n{keepers}\n{reader}\n{kept}\n{string.Join('\n', pair.Directors.Select(director => director.Daemon!.Output))}");
    }
}
