using Tenbin.Lab;
using Tenbin.Lab.Cloud.Article;
using Tenbin.Lab.Load;

namespace Tenbin.Demo.Article;

/// <summary>All that clients ask: from the Internet through the Elastic IPs, and from the web servers to the databases.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int WebPerSecond = 20, ReadsPerSecond = 20, WebConnections = 25, DbConnections = 10;
    private static readonly string[] s_web = ["web", "web-tls", "delivery", "delivery-tls"], s_readers = ["web01", "web02"];
    private readonly Dictionary<string, Flow> _web = s_web.ToDictionary(service => service, service => new Flow(service, WebPerSecond));
    private readonly Dictionary<string, Flow> _reads = s_readers.ToDictionary(reader => reader, reader => new Flow($"db-read by {reader}", ReadsPerSecond));
    private readonly KeptFlow _keptWeb = new("kept by clients", s_web.Length * WebConnections);
    private readonly Dictionary<string, KeptFlow> _keptReads = s_readers.ToDictionary(reader => reader, reader => new KeptFlow($"kept by {reader}", DbConnections));
    private readonly List<LoadClient> _clients = [];
    private double? _ended;

    public IReadOnlyList<Flow> Flows => [.. _web.Values, .. _reads.Values];

    public IReadOnlyList<KeptFlow> Kept => [_keptWeb, .. _keptReads.Values];

    /// <summary>From then on the picture shows gaps, on the lab's clock.</summary>
    public double Since { get; set; }

    /// <summary>On the lab's clock; it stands still once the clients are told to stop.</summary>
    public double Now => _ended ?? LabClock.Now;

    /// <summary>Starts all clients, one after the other: each is a program that takes a processor while it starts.</summary>
    public async Task Start(ArticlePair pair)
    {
        var (web, read) = (pair.Targets.Web, pair.Targets.DbRead);
        var byTarget = web.ToDictionary(target => target.Value, target => _web[target.Key]);
        await Start(pair.Client, 0, WebPerSecond, web.Values, record => byTarget[record.Target].Add(record));
        await Start(pair.Client, WebConnections, WebConnections, web.Values, _keptWeb.Add);
        foreach (var reader in s_readers)
        {
            var machine = pair.Vpc[reader].Machine;
            await Start(machine, 0, ReadsPerSecond, [read], _reads[reader].Add);
            await Start(machine, DbConnections, DbConnections, [read], _keptReads[reader].Add);
        }
    }

    /// <summary>Forgets what was asked so far, while everything started.</summary>
    public void StartOver(double now)
    {
        foreach (var flow in Flows)
        {
            flow.CountFrom(now);
        }

        foreach (var flow in Kept)
        {
            flow.StartOver();
        }
    }

    /// <summary>Waits until every flow has this many more answers than now.</summary>
    public async Task WaitForAnswers(int more)
    {
        foreach (var (flow, goal) in Flows.Select(flow => (flow, flow.Answered + more)).ToList())
        {
            await Wait.Until($"{more} more answers of {flow.Name}", () => flow.Answered >= goal, evidence: () => Evidence(flow));
        }
    }

    /// <summary>Waits until every service, and every connection that did not break, has answered something sent at or after then.</summary>
    public async Task WaitUntilServed(double since)
    {
        foreach (var flow in Flows)
        {
            await Wait.Until($"an answer of {flow.Name}", () => flow.HasAnswerSince(since), evidence: () => Evidence(flow));
        }

        foreach (var flow in Kept)
        {
            await Wait.Until($"all connections {flow.Name}", () => flow.HaveAllAnsweredSince(since), evidence: () => $"{flow.View()}");
        }
    }

    /// <summary>The longest gap of all services in this time.</summary>
    public Outage? LongestGap(double from, double to) => Flows
        .Select(flow => flow.LongestGap(from, to))
        .OfType<Outage>()
        .OrderByDescending(gap => gap.Length)
        .Cast<Outage?>()
        .FirstOrDefault();

    /// <summary>Stops asking, and waits for what is on its way.</summary>
    public Task Stop()
    {
        _ended = LabClock.Now;
        return Task.WhenAll(_clients.Select(client => client.Stop()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private async Task Start(Machine machine, int kept, int perSecond, IEnumerable<string> targets, Action<RequestRecord> onRecord)
    {
        var client = await LoadClient.Start(machine, kept, perSecond, targets, onRecord);
        _clients.Add(client);
        await client.WaitForAnswers(perSecond);
    }

    private static string Evidence(Flow flow) => string.Join('\n', flow.Failures(0, double.MaxValue).TakeLast(20));
}
