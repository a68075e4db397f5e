using Tenbin.Cluster.Sync;
using Xunit;
using static Tenbin.Cluster.Tests.Sync.SyncSimulation;

namespace Tenbin.Cluster.Tests.Sync;

public sealed class SyncStreamTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_behind_a_mark_that_is_acknowledged_is_at_the_peer(int seed)
    {
        var world = new SyncSimulation(seed) { Loss = 0.2, Doubled = 0.1, MaxDelay = 5 * Millisecond };
        Assert.True(world.Converges(), $"seed {seed}");
        for (var round = 0; round < 50; round++)
        {
            for (var change = 0; change < 20; change++)
            {
                world.Change(keys: 500);
            }

            var (mark, told) = (world.Sender.Mark!.Value, world.Source.Entries.ToDictionary());
            for (var passes = 0; world.Sender.IsAcknowledged(mark) == false; passes++)
            {
                Assert.True(passes < 10_000, $"seed {seed}: the mark is never reached");
                world.Pass(Millisecond);
            }

            Assert.True(
                told.All(entry => world.Target.Entries.TryGetValue(entry.Key, out var held) && held == entry.Value),
                $"seed {seed}, round {round}: the peer lacks what was told before the mark");
        }
    }

    [Fact]
    public void A_mark_says_nothing_any_more_once_something_was_dropped_or_the_stream_began_anew()
    {
        var world = new SyncSimulation(1);
        Assert.Null(world.Sender.Mark);
        Assert.True(world.Converges());

        var mark = world.Sender.Mark!.Value;
        Assert.True(world.Sender.IsAcknowledged(mark));
        world.Sender.RequestCopy();
        Assert.Null(world.Sender.IsAcknowledged(mark));
        Assert.True(world.Converges());
        Assert.Null(world.Sender.IsAcknowledged(mark));

        mark = world.Sender.Mark!.Value;
        world.Sender.Restart(1_000_000);
        Assert.True(world.Converges());
        Assert.Null(world.Sender.IsAcknowledged(mark));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_lossy_network_that_reorders_and_doubles_brings_all(int seed)
    {
        var world = new SyncSimulation(seed) { Loss = 0.2, Doubled = 0.2, MaxDelay = 8 * Millisecond };
        for (var round = 0; round < 300; round++)
        {
            for (var change = 0; change < 20; change++)
            {
                world.Change(keys: 500);
            }

            world.Pass(Millisecond / 5);
        }

        Assert.True(world.Converges(), $"seed {seed}");
        Assert.Equal(0, world.Sender.Report().Overflows);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Restarts_of_either_side_and_lost_changes_are_made_up_for(int seed)
    {
        var random = new Random(seed);
        var world = new SyncSimulation(seed) { Loss = 0.1, Doubled = 0.1, MaxDelay = 5 * Millisecond };
        for (var round = 0; round < 200; round++)
        {
            for (var change = 0; change < 10; change++)
            {
                world.Change(keys: 300);
            }

            switch (random.Next(60))
            {
                case 0:
                    world.RestartSender();
                    break;
                case 1:
                    world.RestartReceiver(isReboot: random.Next(2) == 0);
                    break;
                case 2:
                    world.Change(keys: 300, isHeard: false);
                    world.Sender.RequestCopy();
                    break;
                default:
                    break;
            }

            world.Pass(Millisecond);
        }

        Assert.True(world.Converges(), $"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Too_many_changes_are_dropped_for_a_full_copy_and_memory_stays_bounded(int seed)
    {
        var settings = new SyncSettings { MaxQueued = 40, BetweenCopies = 20 * Millisecond };
        var world = new SyncSimulation(seed, settings, chunk: 20) { Loss = 1 };
        for (var round = 0; round < 500; round++)
        {
            for (var change = 0; change < 200; change++)
            {
                world.Change(keys: 2_000);
            }

            world.Pass(Millisecond);
            var report = world.Sender.Report();
            Assert.True(report.Unsent <= settings.MaxQueued + 1, $"seed {seed}: {report}");
            Assert.True(report.Unacknowledged <= SyncSettings.Window, $"seed {seed}: {report}");
            Assert.False(report.HasFullCopy);
        }

        Assert.True(world.Sender.Report().Overflows > 0);
        world.Loss = 0.05;
        Assert.True(world.Converges(), $"seed {seed}");
    }

    [Fact]
    public void A_receiver_that_restarts_while_nothing_happens_is_noticed()
    {
        var world = new SyncSimulation(1);
        for (var change = 0; change < 100; change++)
        {
            world.Change(keys: 100);
        }

        Assert.True(world.Converges());
        world.RestartReceiver(isReboot: true);
        Assert.False(world.HasConverged);
        Assert.True(world.Converges());
        Assert.Equal(2, world.Sender.Report().Copies);
    }

    [Fact]
    public void A_silent_peer_costs_little()
    {
        var world = new SyncSimulation(1) { Loss = 1 };
        for (var change = 0; change < 20_000; change++)
        {
            world.Change(keys: 20_000);
        }

        world.Pass(2_000 * Millisecond);
        var before = world.Sender.Report();
        world.Pass(10_000 * Millisecond);
        Assert.InRange(world.Sender.Report().Batches - before.Batches, 1, 40);
        world.Loss = 0;
        Assert.True(world.Converges());
    }

    [Fact]
    public void Lag_is_the_time_from_a_change_to_its_acknowledgement()
    {
        var world = new SyncSimulation(1);
        Assert.True(world.Converges());
        for (var change = 0; change < 200; change++)
        {
            world.Change(keys: 1_000);
            world.Pass(10 * Millisecond);
        }

        var report = world.Sender.Report();
        Assert.InRange(report.LagMedian, TimeSpan.FromMilliseconds(0.1), TimeSpan.FromMilliseconds(4.2));
        Assert.InRange(report.LagP99, report.LagMedian, TimeSpan.FromMilliseconds(4.2));
        Assert.InRange(report.LagMean, TimeSpan.FromMilliseconds(0.1), TimeSpan.FromMilliseconds(4.2));
        Assert.True(report.Bytes >= 200 * ModelTable.ItemLength);
    }

    [Fact]
    public void What_belongs_to_an_earlier_stream_changes_nothing()
    {
        var table = new ModelTable();
        var receiver = new SyncReceiver(7);
        var (old, answer) = (new byte[1190], new byte[1190]);
        var sender = new SyncSender(new SyncSettings(), 5, () => new ModelTable().Copy(1));
        sender.Step(1, old);
        sender.Restart(6);
        sender.Add(2, ModelTable.Item(1, 1, 1));
        var later = new byte[1190];
        var length = sender.Step(2_000_000_000, later);
        Assert.True(receiver.Receive(later.AsSpan(0, length), table, answer) > 0);
        Assert.Equal(0, receiver.Receive(old.AsSpan(0, length), table, answer));
        Assert.Equal(1, receiver.Report().Refused);
    }

    [Fact]
    public void Garbage_changes_nothing_and_throws_nothing()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var table = new ModelTable();
        var receiver = new SyncReceiver(7);
        var sender = new SyncSender(new SyncSettings(), 5, () => table.Copy(1));
        var (payload, answer) = (new byte[1190], new byte[1190]);
        sender.Add(1, ModelTable.Item(1, 1, 1));
        var whole = payload.AsSpan(0, sender.Step(1, payload)).ToArray();
        for (var turn = 0; turn < 100_000; turn++)
        {
            var garbage = random.Next(3) switch
            {
                0 => whole[..random.Next(whole.Length)],
                1 => Flipped(whole, random),
                _ => Noise(random),
            };
            receiver.Receive(garbage, new NoSink(), answer);
            sender.Receive(2, garbage);
        }

        Assert.True(sender.Report().Copies <= 1, $"seed {seed}");
    }

    private static byte[] Flipped(byte[] payload, Random random)
    {
        var copy = payload.ToArray();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1190)];
        random.NextBytes(noise);
        if (noise.Length > 0)
        {
            noise[0] = (byte)random.Next(4);
        }

        return noise;
    }

    private sealed class NoSink : ISyncSink
    {
        public void Take(ReadOnlySpan<byte> item)
        {
        }

        public void CopyBegins()
        {
        }

        public void CopyEnds()
        {
        }

        public void Flush()
        {
        }
    }
}
