using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Addresses.Groups;
using Tenbin.Addresses.Routing;
using Tenbin.Addresses.Tests.Scripts;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;

namespace Tenbin.Addresses.Tests.Groups;

public sealed class GroupRunnerTests : IDisposable
{
    private static readonly IPAddress One = IPAddress.Parse("10.0.0.1"), Two = IPAddress.Parse("10.0.0.2");

    private readonly ScriptFolder _folder = new();
    private readonly ScriptedMover _mover = new();
    private readonly GroupRouting _routing = GroupRouting.Open(NullLogger<GroupRouting>.Instance);
    private readonly NetworkSignal _signal = new();
    private readonly ConcurrentQueue<GroupEvent> _events = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _routing.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Starts_addresses_then_scripts_and_stops_in_reverse()
    {
        _mover.Before = (call, _) => File.AppendAllTextAsync(_folder.PathOf("calls"), call + "\n", Token);
        await using var runner = Runner(_folder.Good("x"), _folder.Good("y"));

        Assert.Equal(OutcomeKind.Done, (await runner.Start(Token)).Kind);
        Assert.Equal(OutcomeKind.Done, (await runner.Stop(Token)).Kind);

        Assert.Equal(
            ["acquire 10.0.0.1", "acquire 10.0.0.2", "x start", "y start", "y stop", "x stop", "release 10.0.0.2", "release 10.0.0.1"],
            _folder.Actions());
        Assert.Equal([GroupEventKind.Started, GroupEventKind.Stopped], Kinds());
    }

    [Fact]
    public async Task A_failed_start_stops_what_had_started_and_says_why()
    {
        await using var runner = Runner(_folder.Good("x"), _folder.Good("y", "if [ $1 = start ]; then echo no licence; exit 5; fi"));

        var outcome = await runner.Start(Token);

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Equal($"script {_folder.PathOf("y")}", outcome.Resource);
        Assert.Contains("exited with 5: no licence", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(["x start", "y start", "x stop"], _folder.Actions());
        Assert.Empty(_mover.Here);
        Assert.Equal([GroupEventKind.StartFailed], Kinds());
    }

    [Fact]
    public async Task A_start_that_takes_longer_than_allowed_is_a_failed_one()
    {
        _mover.Before = (call, token) => call == "acquire 10.0.0.2" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var runner = Runner();
        using var deadline = new CancellationTokenSource();
        var start = runner.Start(deadline.Token);
        await Eventually.Holds(() => _mover.Calls.Contains("acquire 10.0.0.2"), "the second is begun");
        await deadline.CancelAsync();

        var outcome = await start;
        Assert.Equal((OutcomeKind.Failed, "address 10.0.0.2"), (outcome.Kind, outcome.Resource));
        Assert.Empty(_mover.Here);
    }

    [Fact]
    public async Task A_stop_breaks_off_a_start_and_leaves_nothing()
    {
        _mover.Before = (call, token) => call == "acquire 10.0.0.2" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await using var runner = Runner(_folder.Good("x"));
        var start = runner.Start(Token);
        await Eventually.Holds(() => _mover.Calls.Contains("acquire 10.0.0.2"), "the second is begun");

        Assert.Equal(OutcomeKind.Done, (await runner.Stop(Token)).Kind);

        Assert.Equal(OutcomeKind.Superseded, (await start).Kind);
        Assert.Empty(_mover.Here);
        Assert.Equal([GroupEventKind.Stopped], Kinds());
    }

    [Fact]
    public async Task A_start_breaks_off_a_stop_that_gets_nowhere()
    {
        await using var runner = Runner();
        await runner.Start(Token);
        _mover.Before = (call, _) => call == "release 10.0.0.1" ? throw new ResourceException("stuck") : Task.CompletedTask;
        var stop = runner.Stop(Token);
        await Eventually.Holds(() => Kinds().Contains(GroupEventKind.StopFailing), "the stop fails");

        Assert.Equal(OutcomeKind.Done, (await runner.Start(Token)).Kind);

        Assert.Equal(OutcomeKind.Superseded, (await stop).Kind);
        Assert.Equal(2, _mover.Here.Count);
    }

    [Fact]
    public async Task What_does_not_stop_is_tried_again_and_holds_up_nothing_else()
    {
        await using var runner = Runner();
        await runner.Start(Token);
        var stuck = true;
        _mover.Before = (call, _) => stuck && call == "release 10.0.0.2" ? throw new ResourceException("stuck") : Task.CompletedTask;
        var stop = runner.Stop(Token);
        await Eventually.Holds(() => _mover.Here.Keys.SequenceEqual([Two]), "the other is released");
        stuck = false;

        Assert.Equal(OutcomeKind.Done, (await stop).Kind);
        Assert.Empty(_mover.Here);
        Assert.Contains(new GroupEvent("front", GroupEventKind.StopFailing, "address 10.0.0.2", "stuck"), _events);
    }

    [Fact]
    public async Task A_stop_without_end_says_at_its_deadline_what_is_left()
    {
        await using var runner = Runner();
        await runner.Start(Token);
        _mover.Before = (call, _) => call == "release 10.0.0.2" ? throw new ResourceException("stuck") : Task.CompletedTask;
        using var deadline = new CancellationTokenSource();
        var stop = runner.Stop(deadline.Token);
        await Eventually.Holds(() => Kinds().Contains(GroupEventKind.StopFailing), "it fails");
        await deadline.CancelAsync();

        var outcome = await stop;
        Assert.Equal((OutcomeKind.Failed, "address 10.0.0.2", "stuck"), (outcome.Kind, outcome.Resource, outcome.Reason));
    }

    [Fact]
    public async Task A_fresh_runner_stops_what_a_crashed_one_left()
    {
        _mover.Here[One] = _mover.Here[Two] = true;
        File.WriteAllText(_folder.PathOf("x.runs"), "");
        await using var runner = Runner(_folder.Good("x"));

        await runner.Stop(Token);

        Assert.Empty(_mover.Here);
        Assert.Equal(["x stop"], _folder.Actions());
    }

    [Fact]
    public async Task A_fresh_runner_adopts_what_a_crashed_one_left()
    {
        File.WriteAllText(_folder.PathOf("x.runs"), "");
        await using var runner = Runner(_folder.Good("x"));

        Assert.Equal(OutcomeKind.Done, (await runner.Start(Token)).Kind);

        Assert.Empty(_folder.Actions());
    }

    [Fact]
    public async Task An_address_that_disappears_is_put_back_at_the_networks_signal()
    {
        var time = new ManualTime();
        await using var runner = Runner(time);
        await runner.Start(Token);
        _mover.Here.TryRemove(Two, out _);

        // Less than the second after which it would look anyway, in all.
        time.Advance(TimeSpan.FromMilliseconds(20));
        await Eventually.Holds(
            () =>
            {
                _signal.Raise();
                return _mover.Here.ContainsKey(Two);
            },
            "it is back");
        await Eventually.Holds(() => _events.Contains(new GroupEvent("front", GroupEventKind.Restored, "address 10.0.0.2", "the address is gone")), "it is told");
    }

    [Fact]
    public async Task A_script_that_stops_by_itself_is_started_again()
    {
        await using var runner = Runner(_folder.Good("x"));
        await runner.Start(Token);
        File.Delete(_folder.PathOf("x.runs"));

        await Eventually.Holds(() => Kinds().Contains(GroupEventKind.Restored), "it is put back");
        Assert.Equal(["x start", "x start"], _folder.Actions());
    }

    [Fact]
    public async Task Three_failures_in_a_minute_are_reported_as_failed()
    {
        await using var runner = Runner();
        await runner.Start(Token);
        for (var i = 1; i <= 3; i++)
        {
            Assert.DoesNotContain(GroupEventKind.Failed, Kinds());
            _mover.Here.TryRemove(One, out _);
            _signal.Raise();
            await Eventually.Holds(() => Kinds().Count(kind => kind == GroupEventKind.Restored) == i, "it is put back");
        }

        await Eventually.Holds(() => Kinds().Contains(GroupEventKind.Failed), "it is reported");
    }

    [Fact]
    public async Task What_cannot_be_put_back_is_told_once_and_reported_as_failed()
    {
        await using var runner = Runner();
        await runner.Start(Token);
        _mover.Before = (_, _) => throw new ResourceException("refused");
        _mover.Here.TryRemove(One, out _);
        await Eventually.Holds(
            () =>
            {
                _signal.Raise();
                return Kinds().Contains(GroupEventKind.Failed);
            },
            "it is reported");

        Assert.Single(Kinds(), kind => kind == GroupEventKind.NotRestored);
    }

    [Fact]
    public async Task Nothing_is_put_back_after_a_stop()
    {
        await using var runner = Runner(_folder.Good("x"));
        await runner.Start(Token);
        await runner.Stop(Token);
        var calls = _mover.Calls.Count;
        var looks = _folder.Lines("calls").Length;

        _signal.Raise();
        // A second group's watch on the same signal shows that this one had its chance.
        await using var other = Runner();
        await other.Start(Token);
        _mover.Here.TryRemove(One, out _);
        _signal.Raise();
        await Eventually.Holds(() => Kinds().Contains(GroupEventKind.Restored), "the other group restores");

        Assert.Equal(calls + 3, _mover.Calls.Count);
        Assert.Equal(looks, _folder.Lines("calls").Length);
    }

    [Fact]
    public async Task Whatever_is_asked_in_whatever_order_one_thing_happens_at_a_time()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var jitter = new Random(seed + 1);
        _mover.Before = async (_, token) =>
        {
            int milliseconds;
            lock (jitter)
            {
                milliseconds = jitter.Next(4);
            }

            await Task.Delay(milliseconds, token);
        };
        await using var runner = Runner();
        List<Task<GroupOutcome>> all = [];
        for (var i = 0; i < 200; i++)
        {
            all.Add(random.Next(2) == 0 ? runner.Start(Token) : runner.Stop(Token));
            if (random.Next(3) == 0)
            {
                await all[random.Next(all.Count)];
            }
        }

        var up = random.Next(2) == 0;
        var last = await (up ? runner.Start(Token) : runner.Stop(Token));
        await Task.WhenAll(all);

        Assert.Equal(OutcomeKind.Done, last.Kind);
        Assert.Equal(up ? 2 : 0, _mover.Here.Count);
        Assert.False(_mover.Overlapped, $"seed {seed}");
    }

    [Fact]
    public async Task Addresses_that_AWS_moves_start_abreast_and_a_failure_stops_all()
    {
        var bothCame = new TaskCompletionSource();
        _mover.Before = async (call, token) =>
        {
            if (call.StartsWith("acquire", StringComparison.Ordinal))
            {
                if (_mover.Calls.Count(one => one.StartsWith("acquire", StringComparison.Ordinal)) == 2)
                {
                    bothCame.TrySetResult();
                }

                await bothCame.Task.WaitAsync(token);
                if (call == "acquire 10.0.0.2")
                {
                    throw new ResourceException("refused");
                }
            }
        };
        await using var runner = new GroupRunner(
            new GroupSettings { Name = "front", Addresses = [new(One, 24, MoverKind.AwsPrivateIp), new(Two, 24, MoverKind.AwsPrivateIp)] },
            new Dictionary<MoverKind, IAddressMover> { [MoverKind.AwsPrivateIp] = _mover },
            _routing, _signal, _events.Enqueue, TimeProvider.System, NullLogger<GroupRunner>.Instance);

        Assert.Equal(new GroupOutcome(OutcomeKind.Failed, "address 10.0.0.2", "refused"), await runner.Start(Token));

        Assert.Equal(["release 10.0.0.2", "release 10.0.0.1"], _mover.Calls.Skip(2));
        Assert.Empty(_mover.Here);
    }

    [Fact]
    public async Task What_the_network_gave_to_another_is_told_and_not_put_back()
    {
        _mover.IsRelieved = true;
        await using var runner = Runner();
        await runner.Start(Token);
        var calls = _mover.Calls.Count;

        _mover.Here.TryRemove(One, out _);
        _signal.Raise();
        await Eventually.Holds(() => Kinds().Contains(GroupEventKind.Relieved), "the group is told");

        Assert.Equal(new GroupEvent("front", GroupEventKind.Relieved, "address 10.0.0.1", "another has it"), _events.Last());
        Assert.Equal(calls, _mover.Calls.Count);
        Assert.Equal(OutcomeKind.Done, (await runner.Stop(Token)).Kind);
    }

    private GroupEventKind[] Kinds() => [.. _events.Select(one => one.Kind)];

    private GroupRunner Runner(params GroupScript[] scripts) => Runner(TimeProvider.System, scripts);

    private GroupRunner Runner(TimeProvider time, params GroupScript[] scripts) => new(
        new GroupSettings { Name = "front", Addresses = [new(One, 24), new(Two, 24)], Scripts = [.. scripts] },
        new Dictionary<MoverKind, IAddressMover> { [MoverKind.Local] = _mover },
        _routing, _signal, _events.Enqueue, time, NullLogger<GroupRunner>.Instance);
}
