using Microsoft.Extensions.Logging;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;
using Tenbin.TestKit;
using Xunit;
using static Tenbin.Health.Tests.MonitorBench;

namespace Tenbin.Health.Tests;

public sealed class HealthMonitorTests : IDisposable
{
    private readonly MonitorBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Invariant2_a_server_is_unknown_until_its_first_success_and_up_with_it()
    {
        _bench.Monitor.Update([Server(A)]);
        Assert.Equal(ServerHealth.Unknown, _bench.HealthOf(A));

        _bench.Run(0.02);

        Assert.Equal(ServerHealth.Up, _bench.HealthOf(A));
        ServerTransition change = Assert.Single(_bench.TakeTransitions());
        Assert.Equal((KeyOf(A), ServerHealth.Unknown, ServerHealth.Up), (change.Key, change.From, change.To));
    }

    [Fact]
    public void Invariant2_known_state_carries_over_a_restart()
    {
        DateTimeOffset since = _bench.Time.GetUtcNow().AddDays(-1);
        _bench.Probe.Answer(A, ScriptedProbe.Failed);

        _bench.Monitor.Update(
            [Server(A), Server(B)],
            new Dictionary<ServerKey, ServerState> { [KeyOf(A)] = ServerState.CarriedOver(ServerHealth.Up, since, "") });

        Assert.Equal((ServerHealth.Up, since), (_bench.HealthOf(A), _bench.StateOf(A).Since));
        Assert.Equal(ServerHealth.Unknown, _bench.HealthOf(B));
        _bench.Run(1.5);
        Assert.Equal(ServerHealth.Up, _bench.HealthOf(A));
        _bench.Run(1);
        Assert.Equal(ServerHealth.Down, _bench.HealthOf(A));
    }

    [Fact]
    public void Intervals_stay_within_jitter_and_do_not_drift()
    {
        _bench.Monitor.Update([Server(A, EverySecond with { Jitter = 0.2 }), Server(B)]);
        for (int i = 0; i < 1000; i++)
        {
            _bench.Run(0.1);
        }

        double[] intervals = Intervals(A);
        Assert.All(intervals, i => Assert.InRange(i, 0.8 - 0.012, 1.2 + 0.012));
        Assert.True(intervals.Max() - intervals.Min() > 0.3);
        Assert.InRange(_bench.Probe.StartsOf(B).Count, 100, 101);
    }

    [Fact]
    public async Task A_hung_probe_delays_no_other_counts_as_failed_and_comes_back()
    {
        var never = new TaskCompletionSource<ProbeResult>();
        _bench.Probe.Script(A, _ => new(never.Task));
        _bench.Monitor.Update([Server(A), Server(B)]);
        _bench.Run(10.5);

        Assert.Single(_bench.Probe.StartsOf(A));
        Assert.Equal(11, _bench.Probe.StartsOf(B).Count);
        Assert.Equal((ServerHealth.Down, "its last check still hangs"), (_bench.HealthOf(A), _bench.StateOf(A).Reason));
        Assert.Single(_bench.Log.All, l => l.Text.StartsWith("2003", StringComparison.Ordinal));

        _bench.Probe.Answer(A, ScriptedProbe.Passed);
        never.SetResult(ScriptedProbe.Passed);
        await Eventually.Holds(
            () =>
            {
                _bench.Run(1);
                return _bench.HealthOf(A) == ServerHealth.Up;
            },
            "A is up again");
    }

    [Fact]
    public async Task A_probe_told_to_stop_says_itself_what_it_was_waiting_for()
    {
        _bench.Probe.Silent(A);
        _bench.Monitor.Update([Server(A)]);
        _bench.Run(0.02);
        _bench.Run(0.52);

        await Eventually.Holds(() => _bench.HealthOf(A) == ServerHealth.Down, "A is down");
        Assert.Equal("no answer", _bench.StateOf(A).Reason);
    }

    [Fact]
    public async Task A_success_after_the_deadline_is_a_failure()
    {
        var late = new TaskCompletionSource<ProbeResult>();
        _bench.Probe.Script(A, _ => new(late.Task));
        _bench.Monitor.Update([Server(A)]);
        _bench.Run(0.6);
        late.SetResult(ScriptedProbe.Passed);

        await Eventually.Holds(() => _bench.HealthOf(A) != ServerHealth.Unknown, "a result");
        Assert.Equal((ServerHealth.Down, "passed, but not within 500 ms"), (_bench.HealthOf(A), _bench.StateOf(A).Reason));
    }

    [Fact]
    public async Task Time_that_the_director_stood_still_is_not_held_against_a_server()
    {
        var answer = new TaskCompletionSource<ProbeResult>();
        _bench.Probe.Script(A, _ => new(answer.Task));
        _bench.Monitor.Update([Server(A)]);
        _bench.Run(0.1);
        _bench.Time.Stall(TimeSpan.FromSeconds(5));
        _bench.Run(0.1);
        answer.SetResult(ScriptedProbe.Passed);

        await Eventually.Holds(() => _bench.HealthOf(A) == ServerHealth.Up, "A is up");
    }

    [Fact]
    public void A_reload_keeps_state_and_rhythm_of_what_is_unchanged()
    {
        _bench.Monitor.Update([Server(A)]);
        _bench.Run(1.5);
        ServerState before = _bench.StateOf(A);

        _bench.Monitor.Update([Server(A, EverySecond with { Fall = 5 }), Server(B)]);

        Assert.Same(before, _bench.StateOf(A));
        _bench.Run(10);
        Assert.All(Intervals(A), i => Assert.InRange(i, 0.988, 1.012));
        Assert.Equal(ServerHealth.Up, _bench.HealthOf(B));
    }

    [Fact]
    public void A_reload_with_another_check_keeps_the_state_and_checks_at_once()
    {
        _bench.Monitor.Update([Server(A)]);
        _bench.Run(0.5);
        DateTimeOffset since = _bench.StateOf(A).Since;

        _bench.Monitor.Update([Server(A, new HttpCheck { Every = TimeSpan.FromSeconds(7) })]);
        _bench.Run(0.03);

        Assert.Equal((ServerHealth.Up, since), (_bench.HealthOf(A), _bench.StateOf(A).Since));
        Assert.Equal(2, _bench.Probe.StartsOf(A).Count);
        _bench.Run(6);
        Assert.Equal(2, _bench.Probe.StartsOf(A).Count);
    }

    [Fact]
    public void A_server_that_was_removed_is_forgotten_and_new_when_it_returns()
    {
        _bench.Monitor.Update([Server(A), Server(B)]);
        _bench.Run(0.1);
        _bench.Monitor.Update([Server(B)]);
        _bench.Run(3);

        Assert.Equal([KeyOf(B)], _bench.Monitor.Snapshot().Keys);
        Assert.Single(_bench.Probe.StartsOf(A));
        _bench.Monitor.Update([Server(A), Server(B)]);
        Assert.Equal(ServerHealth.Unknown, _bench.HealthOf(A));
    }

    [Fact]
    public void The_same_probe_for_several_services_runs_once_and_feeds_each_by_its_own_fall()
    {
        _bench.Monitor.Update([Server(A), Server(A, EverySecond with { Fall = 1 }, "api")]);
        _bench.Run(0.5);
        Assert.Single(_bench.Probe.StartsOf(A));
        Assert.Equal((ServerHealth.Up, ServerHealth.Up), (_bench.HealthOf(A), _bench.HealthOf(A, "api")));

        _bench.Probe.Answer(A, ScriptedProbe.Failed);
        _bench.Run(1);
        Assert.Equal((ServerHealth.Up, ServerHealth.Down), (_bench.HealthOf(A), _bench.HealthOf(A, "api")));
    }

    [Fact]
    public void A_service_that_joins_a_running_probe_gets_its_last_result_at_once()
    {
        _bench.Monitor.Update([Server(A)]);
        _bench.Run(0.1);
        _bench.Monitor.Update([Server(A), Server(A, service: "api")]);

        Assert.Equal(ServerHealth.Up, _bench.HealthOf(A, "api"));
        Assert.Single(_bench.Probe.StartsOf(A));
    }

    [Fact]
    public void Commands_are_never_shared_between_services()
    {
        var check = new ExecCheck { Command = ["/bin/true"] };
        _bench.Monitor.Update([Server(A, check), Server(A, check, "api")]);
        _bench.Run(0.1);

        Assert.Equal(2, _bench.Probe.StartsOf(A).Count);
    }

    [Fact]
    public void Without_a_check_a_server_is_up_at_once_and_never_probed()
    {
        _bench.Monitor.Update([Server(A, new NoCheck())]);

        Assert.Equal(ServerHealth.Up, _bench.HealthOf(A));
        Assert.Equal("it has no check", Assert.Single(_bench.TakeTransitions()).Reason);
        _bench.Run(10);
        Assert.Empty(_bench.Probe.StartsOf(A));
    }

    [Fact]
    public void Each_transition_is_one_line_with_what_why_and_since_when()
    {
        _bench.Monitor.Update([Server(A)]);
        _bench.Run(0.5);
        _bench.Probe.Answer(A, ScriptedProbe.Failed);
        _bench.Run(3);

        Assert.Contains(
            (LogLevel.Information,
                "2000 Real server web/10.0.0.1:80 is up: its check passed. It was Unknown since 2031-02-03T04:05:06Z."),
            _bench.Log.All);
        Assert.Contains(
            (LogLevel.Warning,
                "2001 Real server web/10.0.0.1:80 is down: refused (3 failures in a row). It was Up since 2031-02-03T04:05:06Z."),
            _bench.Log.All);
    }

    [Fact]
    public void A_probe_that_throws_takes_its_server_down_and_nothing_else()
    {
        _bench.Probe.Script(A, _ => throw new InvalidOperationException("a bug"));
        _bench.Monitor.Update([Server(A), Server(B)]);
        _bench.Run(2.5);

        Assert.Equal((ServerHealth.Down, ServerHealth.Up), (_bench.HealthOf(A), _bench.HealthOf(B)));
        Assert.Contains("a bug", _bench.StateOf(A).Reason, StringComparison.Ordinal);
        Assert.Contains(_bench.Log.All, l => l.Level == LogLevel.Error);
    }

    [Fact]
    public void Thousands_of_first_probes_are_spread_and_all_done_within_a_quarter_of_the_interval()
    {
        CheckedServer[] servers =
            [.. Enumerable.Range(0, 5000).Select(i => Server($"10.1.{i / 250}.{i % 250}"))];
        _bench.Monitor.Update(servers);
        _bench.Run(0.05);
        Assert.InRange(_bench.Monitor.Snapshot().Values.Count(s => s.Health == ServerHealth.Up), 500, 1500);
        _bench.Run(0.23);
        Assert.All(_bench.Monitor.Snapshot().Values, s => Assert.Equal(ServerHealth.Up, s.Health));
    }

    [Fact]
    public void Transitions_end_when_the_monitor_is_disposed()
    {
        _bench.Probe.Silent(A);
        _bench.Monitor.Update([Server(A)]);
        _bench.Run(0.1);
        _bench.Monitor.Dispose();

        Assert.True(_bench.Monitor.Transitions.Completion.IsCompletedSuccessfully);
        _bench.Run(10);
        Assert.Single(_bench.Probe.StartsOf(A));
    }

    [Fact]
    public async Task Probes_that_block_their_threads_do_not_stop_the_others()
    {
        using var release = new ManualResetEventSlim();
        var probe = new ScriptedProbe(TimeProvider.System);
        probe.Script(A, _ =>
        {
            release.Wait(TestContext.Current.CancellationToken);
            return new(ScriptedProbe.Passed);
        });
        TcpCheck quick = EverySecond with { Every = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromMilliseconds(20) };
        using var monitor = new HealthMonitor(probe, TimeProvider.System, new Random(1), new LogLines());
        monitor.Update([Server(A, quick), Server(B, quick)]);

        await Eventually.Holds(() => probe.StartsOf(B).Count > 10, "B is checked again and again");
        await Eventually.Holds(() => monitor.Snapshot()[KeyOf(A)].Health == ServerHealth.Down, "A is down");
        Assert.Single(probe.StartsOf(A));
        release.Set();
        await Eventually.Holds(() => monitor.Snapshot()[KeyOf(A)].Health == ServerHealth.Up, "A is up");
    }

    private double[] Intervals(string server)
    {
        IReadOnlyList<long> starts = _bench.Probe.StartsOf(server);
        return [.. starts.Zip(starts.Skip(1), (a, b) => _bench.Time.GetElapsedTime(a, b).TotalSeconds)];
    }
}
