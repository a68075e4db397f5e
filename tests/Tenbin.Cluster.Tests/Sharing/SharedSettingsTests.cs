using Tenbin.Cluster.Sharing;
using Xunit;

namespace Tenbin.Cluster.Tests.Sharing;

public sealed class SharedSettingsTests
{
    private static readonly DateTimeOffset s_wall = DateTimeOffset.FromUnixTimeMilliseconds(5_000);

    [Fact]
    public void The_later_command_wins_whichever_comes_first()
    {
        var (drain, undrain) = (Some.Drain(1, true, 10), Some.Drain(1, false, 11));

        Assert.Equal([undrain], Some.Set(drain, undrain).All);
        Assert.Equal([undrain], Some.Set(undrain, drain).All);
    }

    [Fact]
    public void Of_commands_at_the_same_time_that_of_the_higher_node_wins() =>
        Assert.Equal([Some.Weight(1, 3, 10, node: 1)], Some.Set(Some.Weight(1, 3, 10, node: 1), Some.Weight(1, 9, 10, node: 0)).All);

    [Fact]
    public void Of_equal_versions_the_higher_value_wins_and_a_drain_over_none()
    {
        Assert.Equal([Some.Drain(1, true, 0)], Some.Set(Some.Drain(1, true, 0), Some.Drain(1, false, 0)).All);
        Assert.Equal([Some.Weight(1, 9, 0)], Some.Set(Some.Weight(1, 3, 0), Some.Weight(1, 9, 0)).All);
    }

    [Fact]
    public void A_drain_and_a_weight_of_one_server_stand_beside_each_other() =>
        Assert.Equal(2, Some.Set(Some.Drain(1, true, 10), Some.Weight(1, 7, 11, node: 1)).Count);

    [Fact]
    public void What_wins_is_told_and_what_is_there_already_is_not()
    {
        var settings = Some.Set(Some.Drain(1, true, 10));

        var same = settings.With([Some.Drain(1, true, 10), Some.Drain(1, false, 9)], out var taken);

        Assert.Empty(taken);
        Assert.Same(settings, same);
        settings.With([Some.Drain(1, false, 12), Some.Drain(2, true, 3)], out taken);
        Assert.Equal([Some.Drain(1, false, 12), Some.Drain(2, true, 3)], taken);
    }

    [Fact]
    public void A_command_comes_after_all_that_was_seen_though_the_wall_clock_is_behind()
    {
        Assert.Equal(new SettingVersion(5_000, 1), SharedSettings.Empty.Next(1, s_wall));
        Assert.Equal(new SettingVersion(9_001, 1), Some.Set(Some.Drain(1, true, 9_000)).Next(1, s_wall));
    }

    [Fact]
    public void What_lost_is_seen_as_well() => Assert.Equal(
        9_001, Some.Set(Some.Drain(1, true, 9_000)).Of(Some.Servers(0)).Next(0, s_wall).Counter);

    [Fact]
    public void A_counter_at_its_end_stays_there() => Assert.Equal(
        SettingVersion.MaxCounter, Some.Set(Some.Drain(1, true, SettingVersion.MaxCounter)).Next(0, s_wall).Counter);

    [Fact]
    public void Equal_content_has_an_equal_digest_by_whatever_way_it_came()
    {
        var settings = Enumerable.Range(0, 300).Select(number => Some.Drain(number, number % 3 == 0, 100 + number)).ToList();
        var other = Some.Set(settings.Select(setting => setting with { Version = default })).With(Enumerable.Reverse(settings), out _);

        Assert.Equal(Some.Set(settings).Digest, other.Digest);
        Assert.NotEqual(Some.Set(settings).Digest, Some.Set(settings.Skip(1)).Digest);
        Assert.Equal(Some.Set(settings.Take(5)).Digest, other.Of(Some.Servers(5)).Digest);
        Assert.Equal(SharedSettings.Empty.Digest, other.Of(Some.Servers(0)).Digest);
    }

    [Fact]
    public void Of_servers_that_are_not_known_nothing_is_kept()
    {
        var settings = Some.Set(Some.Drain(1, true, 10), Some.Drain(7, true, 11)).Of(Some.Servers(5));

        Assert.Equal([Some.Drain(1, true, 10)], settings.All);
    }
}
