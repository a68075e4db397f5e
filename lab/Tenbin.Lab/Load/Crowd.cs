using System.Globalization;
using System.Net;
using System.Text.Json;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Load;

/// <summary>
/// Many established TCP sessions to one <see cref="Servers.PeerServer"/> service, from one process: half of them still, some
/// where the client speaks, some where the server does; whatever comes is verified.
/// </summary>
public sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan PatienceForAll = TimeSpan.FromMinutes(2);
    private readonly LabProcess _process;
    private readonly List<CrowdRecord> _records;

    private Crowd(LabProcess process, List<CrowdRecord> records) => (_process, _records) = (process, records);

    /// <summary>Opens them, and returns when each has had its first exchange.</summary>
    /// <param name="machine">Where.</param>
    /// <param name="service">What they connect to.</param>
    /// <param name="sessions">How many; up to about 19,000.</param>
    /// <param name="allStill">None of them says anything until the end.</param>
    public static async Task<Crowd> Start(Machine machine, IPEndPoint service, int sessions, bool allStill = false)
    {
        List<CrowdRecord> records = [];
        var process = await machine.Start(
            [Programs.Agent, "crowd", service.ToString(), sessions.ToString(CultureInfo.InvariantCulture), allStill ? "still" : "mixed"],
            line => Add(records, JsonSerializer.Deserialize(line, LoadJson.Default.CrowdRecord)!));
        var crowd = new Crowd(process, records);
        try
        {
            await Wait.Until(
                $"{sessions} sessions with {service}",
                () => crowd.Count == 1 || (process.IsRunning ? false : throw new LabException($"{process.CommandLine}\nended:\n{process.Output}")),
                PatienceForAll,
                process.Output.ToString);
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    private int Count
    {
        get
        {
            lock (_records)
            {
                return _records.Count;
            }
        }
    }

    /// <summary>Has a last exchange with each session, and closes them.</summary>
    /// <returns>What became of them.</returns>
    public async Task<CrowdRecord> Stop()
    {
        await _process.Stop();
        lock (_records)
        {
            return _records is [_, var last] ? last : throw new LabException($"{_process.CommandLine}\ntold nothing at its end:\n{_process.Output}");
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static void Add(List<CrowdRecord> records, CrowdRecord record)
    {
        lock (records)
        {
            records.Add(record);
        }
    }
}
