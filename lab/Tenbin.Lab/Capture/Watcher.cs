using System.Net;
using System.Text.Json;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Capture;

/// <summary>
/// Watches the frames that reach a machine, and tells by their source which machine served an address when.
/// At the client it watches packets from virtual addresses; at a server behind dsr, packets to them; at a server behind
/// nat, packets to the server's own address.
/// </summary>
public sealed class Watcher : IAsyncDisposable
{
    private readonly LabProcess _process;
    private readonly List<Stint> _stints;

    private Watcher(LabProcess process, List<Stint> stints)
    {
        _process = process;
        _stints = stints;
    }

    /// <summary>Starts one and waits until it watches.</summary>
    public static async Task<Watcher> Start(Machine machine, WatchSide side, params IEnumerable<IPAddress> addresses)
    {
        var stints = new List<Stint>();
        var process = await machine.Start(
            [Programs.Agent, "watch", side == WatchSide.From ? "from" : "to", .. addresses.Select(address => address.ToString())],
            line =>
            {
                if (line.StartsWith('{'))
                {
                    stints.Add(JsonSerializer.Deserialize(line, CaptureJson.Default.Stint)!);
                }
            });
        await process.WaitForOutput("watching");
        return new(process, stints);
    }

    /// <summary>Stops watching.</summary>
    /// <returns>All stints, in the order in which they began.</returns>
    public async Task<IReadOnlyList<Stint>> Stop()
    {
        await _process.Stop();
        return [.. _stints.OrderBy(stint => stint.First)];
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
