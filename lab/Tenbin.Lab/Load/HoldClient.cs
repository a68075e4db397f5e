using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Load;

/// <summary>
/// Holds many TCP sessions to one <see cref="Servers.PeerServer"/> service open and asks each of them, round after
/// round, who serves it.
/// </summary>
public sealed class HoldClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, HoldRecord> _last;
    private readonly ConcurrentQueue<string> _surprises;
    private readonly LabProcess _process;

    private HoldClient(LabProcess process, ConcurrentDictionary<int, HoldRecord> last, ConcurrentQueue<string> surprises)
    {
        _process = process;
        _last = last;
        _surprises = surprises;
    }

    /// <summary>The last answer of each session.</summary>
    public IReadOnlyDictionary<int, HoldRecord> Sessions => _last;

    /// <summary>Sessions that broke, or were suddenly served by another server.</summary>
    public IReadOnlyCollection<string> Surprises => [.. _surprises];

    /// <summary>Opens <paramref name="sessions"/> sessions and waits until each has been answered.</summary>
    public static async Task<HoldClient> Start(Machine machine, IPEndPoint service, int sessions)
    {
        var last = new ConcurrentDictionary<int, HoldRecord>();
        var surprises = new ConcurrentQueue<string>();
        var process = await machine.Start(
            [Programs.Agent, "hold", service.ToString(), sessions.ToString(CultureInfo.InvariantCulture)],
            line => Take(JsonSerializer.Deserialize(line, LoadJson.Default.HoldRecord)!, last, surprises));
        var client = new HoldClient(process, last, surprises);
        await Wait.Until(
            $"{sessions} sessions with {service}", () => last.Count == sessions,
            evidence: () => $"{last.Count} answered\n{string.Join('\n', surprises)}\n{process.Output}");
        return client;
    }

    /// <summary>Waits until every unbroken session has been asked <paramref name="more"/> more times.</summary>
    public async Task WaitForRounds(int more)
    {
        var goals = _last.Where(pair => pair.Value.Error is null).ToDictionary(p => p.Key, p => p.Value.Round + more);
        await Wait.Until(
            $"{more} more rounds",
            () => goals.All(goal => _last[goal.Key].Error is not null || _last[goal.Key].Round >= goal.Value),
            evidence: () => string.Join('\n', _surprises));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static void Take(
        HoldRecord record, ConcurrentDictionary<int, HoldRecord> last, ConcurrentQueue<string> surprises)
    {
        if (record.Error is not null)
        {
            surprises.Enqueue($"session {record.Session} ({record.Local}) broke: {record.Error}");
        }
        else if (last.TryGetValue(record.Session, out var before) && before.Server != record.Server)
        {
            surprises.Enqueue($"session {record.Session} ({record.Local}) went from {before.Server} to {record.Server}");
        }

        last[record.Session] = record;
    }
}
