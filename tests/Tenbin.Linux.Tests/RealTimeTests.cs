using Tenbin.Linux.Processes;
using Tenbin.TestKit;

namespace Tenbin.Linux.Tests;

public sealed class RealTimeTests : IDisposable
{
    private readonly ManualResetEventSlim _end = new();

    public RealTimeTests()
    {
        string? refused = null;
        Run(() => refused = RealTime.RaiseThread());
        Assert.SkipWhen(refused is not null, $"needs CAP_SYS_NICE: {refused}");
    }

    public void Dispose()
    {
        _end.Set();
        RealTime.LowerProcess();
    }

    [Fact]
    public void Raising_covers_every_thread_and_lowering_too()
    {
        var waiting = Start(_end.Wait);

        Assert.Null(RealTime.RaiseProcess());
        // The runtime may start threads of its own at any time.
        Eventually.True(() => RealTime.SettleProcess() is null && Others().All(thread => thread == Scheduling.Urgent), "every thread to be raised");
        Eventually.True(() => RealTime.LowerProcess() is null && Others().All(thread => thread == Scheduling.Ordinary), "every thread to be ordinary");

        _end.Set();
        waiting.Join();
    }

    [Fact]
    public void What_the_first_thread_of_an_urgent_daemon_and_those_that_it_starts_start_is_never_ordinary()
    {
        Scheduling? born = null;
        Run(() =>
        {
            RealTime.RaiseProcess();
            Run(() => Run(() => born = Scheduling.OfThisThread()));
        });

        Assert.Equal(Scheduling.Urgent.Policy, born!.Value.Policy);
    }

    [Fact]
    public void A_raised_thread_stays_before_all_others_whatever_the_runtime_does_with_them()
    {
        Scheduling? raised = null;
        IReadOnlyList<Scheduling> others = [];
        Run(() =>
        {
            RealTime.RaiseProcess();
            // Where the kernel permits, the runtime puts this one at the middle of the range.
            var late = Start(_end.Wait);
            Run(() =>
            {
                RealTime.RaiseThread();
                others = Others();
                RealTime.LowerProcess();
                RealTime.SettleProcess();
                raised = Scheduling.OfThisThread();
            });
            _end.Set();
            late.Join();
        });

        Assert.True(raised!.Value.IsRaised);
        Assert.All(others, other => Assert.True(other.Priority < raised.Value.Priority));
    }

    [Fact]
    public async Task A_command_of_an_urgent_daemon_is_ordinary()
    {
        Assert.Null(RealTime.RaiseProcess());
        var command = new Command("/usr/bin/cut", ["-d ", "-f40,41", "/proc/self/stat"]);

        var result = await command.RunAsync(TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal("0 0", result.Said);
    }

    private static List<Scheduling> Others() => [.. Scheduling.OfThreads().Where(thread => !thread.IsRaised)];

    private static void Run(Action action) => Start(action).Join();

    private static Thread Start(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        return thread;
    }
}
