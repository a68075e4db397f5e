using System.Collections.Immutable;
using System.Net;
using Tenbin.Cluster.Sharing;
using Tenbin.Director.Findings;
using Tenbin.Director.Loop;
using Tenbin.Director.Api;
using Tenbin.Director.Overrides;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;
using Tenbin.TestKit;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>A director's core on a bench: kernel, checks, machine and clock are the test's.</summary>
internal sealed class Bench : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public Bench(string text = Files.Web)
    {
        Text = text;
        Directory.CreateDirectory(Paths.RunDirectory);
        Directory.CreateDirectory(Paths.StateDirectory);
        Core = MakeCore();
    }

    public string Text { get; set; }

    public DirectorPaths Paths => _directory.Paths;

    public ManualTime Time { get; } = new();

    public MemoryKernel Kernel { get; } = new();

    public FakeChecks Checks { get; private set; } = new();

    public FakeMachine Machine { get; } = new();

    public CollectedLog Log { get; } = new();

    public DirectorCore Core { get; private set; }

    /// <summary>This node, from the next <see cref="Restart"/> on.</summary>
    public ClusterNode? Node { get; set; }

    public ImmutableArray<string> Warnings => Core.View.Warnings;

    /// <summary>What is on the disk.</summary>
    public SharedSettings Saved =>
        new OverridesFile(Paths.Overrides).Read(OverrideSettings.Servers(Files.Load(Files.WebAndDatabase).Config!));

    public Bench Started()
    {
        Core.Start();
        return this;
    }

    /// <summary>Another daemon on the same machine, after the one before has died.</summary>
    public void Restart()
    {
        Checks = new FakeChecks();
        Core = MakeCore();
        Core.Start();
    }

    public Bench With(params string[] up)
    {
        foreach (var server in up)
        {
            Find(server, ServerHealth.Up);
        }

        return this;
    }

    public void Find(string server, ServerHealth health, string reason = "", string service = "web")
    {
        Core.Take(new HealthChanged(Key(server, service), new ServerFinding(health, reason, Time.GetUtcNow())));
        Core.Settle();
    }

    public void Tick()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        Core.Take(new Tick());
        Core.Settle();
    }

    public Task<CommandAnswer> Reload() => Ask(new ReloadRequested());

    public Task<CommandAnswer> Ask(OverrideVerb verb, ServerCommand command) => Ask(new OverrideRequested(verb, command));

    public static ServerKey Key(string server, string service = "web")
    {
        var endPoint = IPEndPoint.Parse(server);
        return new ServerKey(service, new ServerAddress(endPoint.Address, (ushort)endPoint.Port));
    }

    public void Dispose() => _directory.Dispose();

    private Task<CommandAnswer> Ask(DirectorInput input)
    {
        var answer = new TaskCompletionSource<CommandAnswer>();
        Core.Take(input with { Answer = answer });
        Assert.True(answer.Task.IsCompleted);
        return answer.Task;
    }

    private DirectorCore MakeCore()
    {
        ConfigResult Load() => Files.Load(Text);
        return new DirectorCore(
            new LoadedConfig(Load().Config!, "tenbin.yaml", Time.GetUtcNow()), Load, Checks, new MemoryDataPlane(Kernel),
            new FindingsFile(Paths.Findings, Log), new OverridesFile(Paths.Overrides), Machine.LocalAddresses, Time, Log)
        {
            Node = Node,
        };
    }
}
