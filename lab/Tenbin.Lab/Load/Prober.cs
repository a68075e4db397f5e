using System.Globalization;
using System.Net;
using System.Text.Json;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Load;

/// <summary>
/// Asks a <see cref="Servers.PeerServer"/> service at a steady pace. No probe waits for another, so an outage costs it
/// nothing but answers, and its length is known to a pace.
/// </summary>
public sealed class Prober : IAsyncDisposable
{
    private static readonly TimeSpan DefaultPace = TimeSpan.FromMilliseconds(5);
    private readonly LabProcess _process;

    private Prober(LabProcess process, ProbeLog log)
    {
        _process = process;
        Log = log;
    }

    /// <summary>What has been seen so far; grows while it runs.</summary>
    public ProbeLog Log { get; }

    /// <summary>Starts one; it is of no interest to it whether anything answers.</summary>
    /// <param name="machine">Where.</param>
    /// <param name="kind">How it asks.</param>
    /// <param name="service">What it asks.</param>
    /// <param name="every">Whole milliseconds between two probes; default 5.</param>
    public static async Task<Prober> Start(Machine machine, ProbeKind kind, IPEndPoint service, TimeSpan? every = null)
    {
        var log = new ProbeLog();
        var pace = (int)(every ?? DefaultPace).TotalMilliseconds;
        var process = await machine.Start(
            [
                Programs.Agent, "probe", kind == ProbeKind.Udp ? "udp" : "tcp",
                service.ToString(), pace.ToString(CultureInfo.InvariantCulture),
            ],
            line => log.Add(JsonSerializer.Deserialize(line, LoadJson.Default.ProbeRecord)!));
        return new(process, log);
    }

    /// <summary>Waits until that many probes in a row, all sent at or after <paramref name="since"/>, have been answered.</summary>
    public Task WaitUntilSteady(double since, int inARow = 40, TimeSpan? deadline = null) => Wait.Until(
        $"{inARow} answers in a row",
        () => Log.IsSteady(since, inARow) || (_process.IsRunning ? false : throw new LabException($"{_process.CommandLine}\nended:\n{_process.Output}")),
        deadline,
        () => $"last answer: {Log.Last?.ToString() ?? "none"}; now {LabClock.Now:0.000}");

    /// <summary>Stops asking; what is not answered by then is reported as lost.</summary>
    public async Task<ProbeLog> Stop()
    {
        await _process.Stop();
        return Log;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
