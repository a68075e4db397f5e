using System.Globalization;
using System.Text.Json;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Load;

/// <summary>How a load client uses connections.</summary>
public enum Connections
{
    /// <summary>A new one for each request.</summary>
    New,

    /// <summary>A few that stay open, each opened again only after it broke.</summary>
    KeepAlive,
}

/// <summary>A client that asks web servers or databases without end, at a fixed rate whatever becomes of the answers.</summary>
public sealed class LoadClient : IAsyncDisposable
{
    private const int UsuallyKept = 8;
    private readonly LoadReport _report;
    private readonly LabProcess _process;

    private LoadClient(LabProcess process, LoadReport report)
    {
        _process = process;
        _report = report;
    }

    /// <summary>What has been seen so far; grows while the client runs.</summary>
    public LoadReport Report => _report;

    /// <summary>Starts asking.</summary>
    /// <param name="machine">Where.</param>
    /// <param name="connections">New or kept.</param>
    /// <param name="perSecond">Requests a second to each target.</param>
    /// <param name="targets">
    /// URLs such as <c>http://10.77.1.100:80/</c>; also <c>https://ADDRESS:PORT/#FILE</c> with the authority that the server's
    /// certificate must come from, and <c>mysql://USER@ADDRESS:PORT/?STATEMENT#FILE</c> with the password, where the first column
    /// names the server.
    /// </param>
    public static Task<LoadClient> Start(
        Machine machine, Connections connections, int perSecond, params IEnumerable<string> targets) =>
        Start(machine, connections, perSecond, targets, _ => { });

    /// <summary>Starts asking, and calls <paramref name="onRecord"/> for each request that has ended.</summary>
    public static Task<LoadClient> Start(
        Machine machine, Connections connections, int perSecond, IEnumerable<string> targets, Action<RequestRecord> onRecord) =>
        Start(machine, connections == Connections.New ? 0 : UsuallyKept, perSecond, targets, onRecord);

    /// <summary>The same with so many connections to each target that are kept; 0 = a new one for each request.</summary>
    public static async Task<LoadClient> Start(
        Machine machine, int kept, int perSecond, IEnumerable<string> targets, Action<RequestRecord> onRecord)
    {
        var report = new LoadReport();
        var process = await machine.Start(
            [
                Programs.Agent, "load", kept.ToString(CultureInfo.InvariantCulture), perSecond.ToString(CultureInfo.InvariantCulture),
                .. targets,
            ],
            line =>
            {
                var record = JsonSerializer.Deserialize(line, LoadJson.Default.RequestRecord)!;
                report.Add(record);
                onRecord(record);
            });
        return new(process, report);
    }

    /// <summary>Waits until it has got this many more answers than now.</summary>
    public Task WaitForAnswers(int more)
    {
        var goal = _report.Answered + more;
        return Wait.Until($"{more} more answers", () => _report.Answered >= goal, evidence: ToString);
    }

    /// <summary>Stops asking, waits for what is in flight, and returns everything seen.</summary>
    public async Task<LoadReport> Stop()
    {
        await _process.Stop();
        return _report;
    }

    public override string ToString() => $"{_report}\n{(_report.Total == 0 ? _process.Output.ToString() : "")}";

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
