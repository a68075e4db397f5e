using Tenbin.Addresses.Tracking;
using Tenbin.Cluster.Core;
using Tenbin.Director.Clustering;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Clustering;

public sealed class FitnessBoardTests
{
    private static readonly Fitness s_full = Fitness.Of([]);
    private static readonly GatewayVerdict s_connected = new(false, "1 of 1 gateways answer"), s_isolated = new(true, "no gateway answers: 10.0.0.1: no echo reply");
    private readonly List<FitnessChanged> _posted = [];
    private readonly FitnessBoard _board;

    public FitnessBoardTests() => _board = new FitnessBoard(2, _posted.Add);

    [Fact]
    public void Nothing_is_said_before_all_was_looked_at_so_that_a_restart_gives_nothing_away()
    {
        _board.Observe(null, [null, null]);
        _board.Track(0, s_full);
        Assert.Empty(_posted);

        _board.Judge(s_connected);
        Assert.Equal([new FitnessChanged(0, 255, "")], _posted);
        _board.Track(1, Fitness.Of([Lost("eth1", 50)]));
        Assert.Equal(new FitnessChanged(1, 205, "interface eth1 has no carrier"), _posted[^1]);
    }

    [Fact]
    public void What_has_not_changed_is_not_said_again()
    {
        Known();
        _board.Track(0, s_full);
        _board.Observe(null, [null, null]);

        Assert.Equal(2, _posted.Count);
    }

    [Fact]
    public void A_broken_data_plane_and_isolation_make_every_group_unfit()
    {
        Known();
        _board.Observe("the kernel does not hold the plan", [null, null]);
        Assert.Equal([new FitnessChanged(0, 0, "the kernel does not hold the plan"), new FitnessChanged(1, 0, "the kernel does not hold the plan")], _posted[^2..]);

        _board.Observe(null, [null, null]);
        _board.Judge(s_isolated);
        Assert.Equal([new FitnessChanged(0, 0, s_isolated.Reason), new FitnessChanged(1, 0, s_isolated.Reason)], _posted[^2..]);
    }

    [Fact]
    public void A_group_without_servers_is_less_fit_than_with_but_never_unfit()
    {
        Known();
        _board.Observe(null, ["web, dns", null]);
        Assert.Equal(new FitnessChanged(0, 155, "no server is up for web, dns"), _posted[^1]);

        _board.Track(0, Fitness.Of([Lost("eth1", 200)]));
        Assert.Equal(new FitnessChanged(0, 1, "no server is up for web, dns; interface eth1 has no carrier"), _posted[^1]);

        _board.Track(0, Fitness.Of([Lost("eth1", 0)]));
        Assert.Equal(new FitnessChanged(0, 0, "interface eth1 has no carrier"), _posted[^1]);
    }

    private void Known()
    {
        _board.Judge(s_connected);
        _board.Track(0, s_full);
        _board.Track(1, s_full);
    }

    private static LostPoints Lost(string target, int weight) => new(
        new TrackedThing(TrackKind.Interface, target, weight, TrackedThing.DefaultEvery, TrackedThing.DefaultTimeout), $"interface {target} has no carrier");
}
