using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Tenbin.Director.Api;
using Tenbin.Director.Findings;
using Tenbin.Director.Startup;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>A whole daemon over a kernel in memory, with its socket in a temporary directory.</summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeChecks _checks = new();
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public RunningDaemon()
    {
        File.WriteAllText(ConfigFile, Files.Web);
        Http = ControlClients.Make(Paths.Socket);
    }

    public DirectorPaths Paths => _directory.Paths;

    public string ConfigFile => _directory["tenbin.yaml"];

    public MemoryKernel Kernel { get; } = new();

    public FakeMachine Machine { get; } = new();

    public CollectedLog Log { get; } = new();

    public HttpClient Http { get; }

    public Task Running => _running;

    /// <summary>Starts it and waits until it answers.</summary>
    public async ValueTask StartAsync()
    {
        _stop = new CancellationTokenSource();
        _running = Task.Run(() => DirectorDaemon.RunAsync(
            new DirectorOptions { ConfigFile = ConfigFile, Paths = Paths }, Surroundings(), Log, _stop.Token));
        await TestKit.Eventually.Holds(() => _running.IsCompleted || Answers(), "the daemon to answer");
        if (_running.IsCompleted)
        {
            await _running;
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Find(string server, ServerHealth health) =>
        _checks.Sink!(Bench.Key(server), new ServerFinding(health, "", DateTimeOffset.UtcNow));

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type) =>
        (await Http.GetFromJsonAsync(path, type, TestContext.Current.CancellationToken))!;

    public Task<StatusReport> StatusAsync() => GetAsync(ApiPaths.Status, TenbinJson.Default.StatusReport);

    public async Task<StatusReport> UntilAsync(Func<StatusReport, bool> holds)
    {
        StatusReport? last = null;
        await TestKit.Eventually.Holds(() => holds(last = StatusAsync().GetAwaiter().GetResult()), "the status to be as wanted");
        return last!;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        _stop.Dispose();
        _directory.Dispose();
    }

    public Surroundings Surroundings() => new()
    {
        Machine = Machine,
        OpenDataPlane = (_, _) => new MemoryDataPlane(Kernel),
        ReleaseGated = (_, _) => [],
        ReleaseRouting = _ => [],
        ClearDataPlane = _ => ["removed all"],
        MakeChecks = (sink, _, _) =>
        {
            _checks.Sink = sink;
            return _checks;
        },
        WatchNetwork = _ => new MemoryStream(),
        Time = TimeProvider.System,
    };

    private bool Answers()
    {
        try
        {
            StatusAsync().GetAwaiter().GetResult();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
