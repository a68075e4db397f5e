using System.Collections.Concurrent;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Tests;

/// <summary>A probe that does what a test says, by real server address, and remembers when it was called.</summary>
internal sealed class ScriptedProbe(TimeProvider time) : IProbe
{
    private readonly ConcurrentDictionary<string, Func<CancellationToken, ValueTask<ProbeResult>>> _scripts = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<long>> _starts = new();

    public static ProbeResult Passed { get; } = ProbeResult.Up(TimeSpan.FromMilliseconds(1));

    public static ProbeResult Failed { get; } = ProbeResult.Down("refused", TimeSpan.FromMilliseconds(1));

    public void Answer(string server, ProbeResult result) => Script(server, _ => new(result));

    public void Script(string server, Func<CancellationToken, ValueTask<ProbeResult>> script) => _scripts[server] = script;

    /// <summary>Never answers before its deadline, and says so then.</summary>
    public void Silent(string server) => Script(server, async deadline =>
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration _ = deadline.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
        return ProbeResult.Down("no answer", TimeSpan.FromSeconds(1));
    });

    /// <summary>Timestamps of the starts of the probes of this server.</summary>
    public IReadOnlyList<long> StartsOf(string server) => _starts.TryGetValue(server, out var starts) ? [.. starts] : [];

    public ValueTask<ProbeResult> RunAsync(ProbeTarget target, Check settings, CancellationToken deadline)
    {
        string server = target.EndPoint.Address.ToString();
        _starts.GetOrAdd(server, _ => new()).Enqueue(time.GetTimestamp());
        return _scripts.TryGetValue(server, out var script) ? script(deadline) : new(Passed);
    }
}
