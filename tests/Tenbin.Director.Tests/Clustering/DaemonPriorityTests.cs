using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Director.Clustering;
using Tenbin.Linux;
using Tenbin.TestKit;

namespace Tenbin.Director.Tests.Clustering;

public sealed class DaemonPriorityTests
{
    [Fact]
    public async Task All_of_the_daemon_is_urgent_and_what_a_raised_thread_starts_becomes_so()
    {
        Assert.SkipUnless(IsPermitted(), "needs CAP_SYS_NICE");
        using var end = new ManualResetEventSlim();
        Thread? late = null;
        var seen = Scheduling.Ordinary;
        using (new DaemonPriority(TimeProvider.System, NullLogger.Instance))
        {
            await Eventually.Holds(AllAreUrgent, "every thread to be urgent");
            OnRaisedThread(() =>
            {
                late = new Thread(() =>
                {
                    while (!end.Wait(1))
                    {
                        seen = Scheduling.OfThisThread();
                    }
                });
                late.Start();
            });

            await Eventually.Holds(() => seen == Scheduling.Urgent, "the late thread to be put in its place");
        }

        end.Set();
        late!.Join();

        // The runtime may have started threads of its own while the others were lowered.
        await Eventually.Holds(
            () => RealTime.LowerProcess() is null && !Scheduling.OfThreads().Contains(Scheduling.Urgent), "every thread to be ordinary");
    }

    private static bool AllAreUrgent() => Scheduling.OfThreads().All(thread => thread.IsRaised || thread == Scheduling.Urgent);

    private static bool IsPermitted()
    {
        string? refused = null;
        OnThread(() => refused = RealTime.RaiseThread());
        return refused is null;
    }

    private static void OnRaisedThread(Action action) => OnThread(() =>
    {
        RealTime.RaiseThread();
        action();
    });

    private static void OnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
