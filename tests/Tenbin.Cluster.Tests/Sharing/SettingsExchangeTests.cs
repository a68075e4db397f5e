using Tenbin.Cluster.Sharing;
using Xunit;

namespace Tenbin.Cluster.Tests.Sharing;

public sealed class SettingsExchangeTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_command_is_everywhere_at_once_where_nothing_is_lost()
    {
        var world = new SharingSimulation(1, nodes: 3);

        world.Nodes[0].Command(version => Drain(5, true, version));
        world.Pass(s_second / 5);

        Assert.All(world.Nodes, node => Assert.Equal((ushort?)1, Assert.Single(node.Settings.All).Value));
    }

    [Fact]
    public void A_node_that_was_down_meanwhile_learns_what_was_set_and_what_was_undone()
    {
        var world = new SharingSimulation(1, nodes: 2);
        world.Nodes[0].Command(version => Drain(5, true, version));
        Assert.True(world.Converges());
        world.Nodes[1].Stop();

        world.Nodes[0].Command(version => Drain(5, false, version));
        world.Nodes[0].Command(version => Weight(6, 3, version));
        world.Pass(10 * s_second);
        world.Nodes[1].Start();

        Assert.True(world.Converges());
        Assert.Equal([((int?)null, SettingKind.Drain), (3, SettingKind.Weight)], world.Nodes[1].Settings.InOrder().Select(setting => ((int?)setting.Value, setting.Key.Kind)));
    }

    [Fact]
    public void Of_commands_given_on_both_sides_of_a_cut_the_later_one_wins_on_both()
    {
        var world = new SharingSimulation(1, nodes: 2) { Loss = 1 };
        world.Nodes[1].Command(version => Drain(5, true, version));
        world.Pass(s_second);
        world.Nodes[0].Command(version => Drain(5, false, version));
        world.Nodes[1].Command(version => Drain(6, true, version));
        world.Loss = 0;

        Assert.True(world.Converges());
        Assert.All(world.Nodes, node => Assert.Equal([null, 1], node.Settings.InOrder().Select(setting => (int?)setting.Value)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Any_commands_and_any_faults_end_in_the_same_settings_everywhere(int nodes)
    {
        for (var round = 0; round < 40; round++)
        {
            var seed = Random.Shared.Next();
            var world = new SharingSimulation(seed, nodes) { Loss = 0.5, Doubled = 0.3, MaxDelay = 3 * s_second };
            Array.ForEach(world.Nodes, node => node.ClockError = s_second * (world.Random.NextDouble() * 20));
            for (var command = 0; command < 100; command++)
            {
                Disturb(world);
            }

            world.Loss = 0.2;
            Array.ForEach(world.Nodes, node => node.Start());
            Assert.True(world.Converges(), $"seed {seed}: {string.Join(" | ", world.Nodes.Select(node => string.Join(' ', node.Settings.InOrder())))}");
            Assert.Equal(Some.Set(world.Commands).InOrder(), world.Nodes[0].Settings.InOrder());
            Assert.All(world.Nodes, node => Assert.Equal(0, node.Refused));
        }
    }

    [Fact]
    public void Thousands_of_settings_come_across_in_bounded_answers()
    {
        var world = new SharingSimulation(1, nodes: 2) { Loss = 1 };
        for (var server = 0; server < 1_000; server++)
        {
            world.Nodes[0].Command(version => Drain(server, true, version));
            world.Nodes[1].Command(version => Weight(server, server, version));
        }

        world.Loss = 0.1;
        world.Pass(2 * s_second);
        var before = world.Sent;
        world.Pass(s_second);
        Assert.InRange(world.Sent - before, 0, 2 * (1 + SettingsExchange.MostPayloads));

        Assert.True(world.Converges());
        Assert.Equal(2_000, world.Nodes[1].Settings.Count);
    }

    [Fact]
    public void Nodes_that_have_the_same_tell_digests_and_nothing_else()
    {
        var world = new SharingSimulation(1, nodes: 3);
        world.Nodes[0].Command(version => Drain(5, true, version));
        Assert.True(world.Converges());
        world.Pass(s_second);
        var before = world.Sent;

        world.Pass(10 * s_second);

        Assert.Equal(10 * 3 * 2, world.Sent - before);
    }

    [Fact]
    public void What_a_peer_passes_over_does_not_stand_before_what_it_takes()
    {
        var world = new SharingSimulation(1, nodes: 2) { Loss = 1 };
        world.Nodes[1].Known = [.. Enumerable.Range(980, 20).Select(server => Some.Server(server))];
        for (var server = 0; server < 1_000; server++)
        {
            world.Nodes[0].Command(version => Drain(server, true, version));
            world.Nodes[0].Command(version => Weight(server, 2, version));
        }

        world.Loss = 0;
        world.Pass(30 * s_second);

        Assert.Equal(40, world.Nodes[1].Settings.Count);
        Assert.Equal(2_000, world.Nodes[0].Settings.Count);
        world.Nodes[1].Known = Some.Servers(1_000);
        Assert.True(world.Converges());
    }

    [Fact]
    public void A_peer_that_does_not_take_what_is_set_here_is_known_by_how_long()
    {
        var world = new SharingSimulation(1, nodes: 2);
        world.Pass(3 * s_second);
        Assert.Equal(new PeerSettings(1, true, null, null), Assert.Single(world.Nodes[0].Report()));
        world.Nodes[1].Known = [];

        world.Nodes[0].Command(version => Drain(5, true, version));
        world.Pass(10 * s_second);

        var report = Assert.Single(world.Nodes[0].Report());
        Assert.False(report.IsSame);
        Assert.InRange(report.DiffersFor!.Value.TotalSeconds, 8, 10);
        world.Nodes[1].Stop();
        world.Pass(5 * s_second);
        Assert.Equal(new PeerSettings(1, null, null, null), Assert.Single(world.Nodes[0].Report()));
    }

    [Fact]
    public void Each_node_learns_in_which_sections_the_files_differ()
    {
        var world = new SharingSimulation(1, nodes: 2) { Loss = 0.3 };
        var same = Enumerable.Range(0, 3_000).Select(number => ($"service s{number}", number)).ToList();
        world.Nodes[0].File = Some.File(1, [.. same, ("service web", 1), ("group front", 1)]);
        world.Nodes[1].File = Some.File(2, [.. same, ("service web", 2), ("group back", 1)]);

        world.Pass(60 * s_second);

        Assert.All(world.Nodes, node => Assert.Equal(["group back", "group front", "service web"], Assert.Single(node.Report()).FileDifferences!.Value));
        var before = world.Sent;
        world.Pass(10 * s_second);
        Assert.Equal(10 * 2, world.Sent - before);

        world.Nodes[1].File = Some.File(3, [.. same, ("service web", 1), ("group back", 1)]);
        world.Pass(60 * s_second);
        Assert.Equal(["group back", "group front"], Assert.Single(world.Nodes[0].Report()).FileDifferences!.Value);
        world.Nodes[1].File = world.Nodes[0].File;
        world.Pass(10 * s_second);
        Assert.Null(Assert.Single(world.Nodes[0].Report()).FileDifferences);
    }

    [Fact]
    public void Invariant8_Senseless_payloads_and_unknown_nodes_change_nothing()
    {
        List<byte[]> sent = [];
        var exchange = new SettingsExchange(2, 0, (_, payload) => sent.Add(payload));
        var (own, file) = (Some.Set(Some.Drain(1, true, 10)), Some.File(1));
        var digest = SharingCodec.Write(new SettingsDigest(2, 0, SharedSettings.Empty.Digest));

        Assert.Empty(exchange.Receive(s_second, 0, digest, own, file));
        Assert.Empty(exchange.Receive(s_second, 9, digest, own, file));
        Assert.Empty(exchange.Receive(s_second, 1, [0xff, 1, 2], own, file));
        Assert.Empty(exchange.Receive(s_second, 1, digest.AsSpan(0, 40), own, file));

        Assert.Equal(2, exchange.Refused);
        Assert.Empty(sent);
        Assert.Equal([new PeerSettings(1, null, null, null)], exchange.Report(s_second, file));
    }

    [Fact]
    public void Invariant8_A_peer_that_asks_too_often_is_answered_at_a_bounded_rate()
    {
        List<byte[]> sent = [];
        var exchange = new SettingsExchange(2, 0, (_, payload) => sent.Add(payload));
        var digest = SharingCodec.Write(new SettingsDigest(1, 0, SharedSettings.Empty.Digest));

        for (var time = 0; time < 10_000; time++)
        {
            exchange.Receive(TimeSpan.FromMilliseconds(time), 1, digest, Some.Set(Some.Drain(1, true, 10)), Some.File(1));
        }

        Assert.Equal(20, sent.Count);
    }

    /// <summary>A command, a daemon that ends or starts, or time.</summary>
    private static void Disturb(SharingSimulation world)
    {
        var node = world.Nodes[world.Random.Next(world.Nodes.Length)];
        switch (world.Random.Next(10))
        {
            case 0:
                node.Stop();
                break;
            case 1:
                node.Start();
                break;
            case 2 or 3:
                world.Pass(s_second * world.Random.NextDouble());
                break;
            default:
                var (server, isDrain, value) = (world.Random.Next(6), world.Random.Next(2) == 0, world.Random.Next(4));
                if (!node.IsRunning)
                {
                    node.Start();
                }

                node.Command(version => isDrain ? Drain(server, value > 1, version) : Weight(server, value == 0 ? null : value, version));
                break;
        }
    }

    private static SharedSetting Drain(int server, bool isDrained, SettingVersion version) => Some.Drain(server, isDrained, version.Counter, version.Node);

    private static SharedSetting Weight(int server, int? weight, SettingVersion version) => Some.Weight(server, weight, version.Counter, version.Node);
}
