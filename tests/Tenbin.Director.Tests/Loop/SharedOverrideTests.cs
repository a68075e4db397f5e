using Tenbin.Director.Api;
using Tenbin.Director.Overrides;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Loop;

/// <summary>What operators set on one node comes into force on the other.</summary>
public sealed class SharedOverrideTests : IDisposable
{
    private const string Web = "172.18.1.33:80";
    private const string Database = "172.18.1.220:3306";
    private readonly SharingPair _pair = new();

    public void Dispose() => _pair.Dispose();

    [Fact]
    public async Task A_drain_is_in_force_on_the_other_node_logged_there_with_its_origin_and_outlives_a_restart()
    {
        _pair.Second.With(Web);
        await Drain(_pair.First, Web);
        _pair.Deliver();

        Assert.Equal(Admission.Drain, _pair.Second.Kernel.AdmissionOf(Web));
        Assert.True(_pair.Second.Log.Has($"Information From lvs01: web/{Web} is draining: it keeps its sessions and gets no new ones"));
        _pair.RestartSecond();
        Assert.True(Assert.Single(_pair.Second.Core.View.Overrides).Value.Drained);
    }

    [Fact]
    public async Task A_node_that_did_not_hear_the_command_learns_of_it_and_of_its_end()
    {
        _pair.IsCut = true;
        await Drain(_pair.First, Web);
        await _pair.First.Ask(OverrideVerb.Weight, new ServerCommand { Server = Database, Weight = 5 });
        _pair.IsCut = false;
        _pair.Tick();
        Assert.Equal(_pair.First.Core.View.Overrides, _pair.Second.Core.View.Overrides);

        _pair.IsCut = true;
        await _pair.First.Ask(OverrideVerb.Undrain, new ServerCommand { Server = Web });
        await _pair.First.Ask(OverrideVerb.Weight, new ServerCommand { Server = Database });
        _pair.RestartSecond();
        _pair.IsCut = false;
        _pair.Tick();

        Assert.Empty(_pair.Second.Core.View.Overrides);
        Assert.Equal(_pair.First.Saved.All.ToHashSet(), _pair.Second.Saved.All.ToHashSet());
    }

    [Fact]
    public async Task The_last_command_wins_though_it_changed_nothing_where_it_was_given()
    {
        _pair.IsCut = true;
        await Drain(_pair.Second, Web);
        _pair.First.Time.Advance(TimeSpan.FromSeconds(5));
        await _pair.First.Ask(OverrideVerb.Undrain, new ServerCommand { Server = Web });
        _pair.IsCut = false;

        _pair.Tick();

        Assert.Empty(_pair.First.Core.View.Overrides);
        Assert.Empty(_pair.Second.Core.View.Overrides);
    }

    [Fact]
    public async Task The_answer_says_who_follows_and_who_will()
    {
        var answer = await Drain(_pair.First, Web);
        Assert.Equal(["lvs02 is silent: it follows when it is back"], answer.Notes);
        _pair.Tick();

        Assert.Equal(["lvs02 follows"], (await Drain(_pair.First, Database)).Notes);
        Assert.Empty((await Drain(_pair.First, Database)).Notes);
    }

    [Fact]
    public async Task A_server_that_only_one_file_has_is_passed_over_until_the_other_has_it()
    {
        using var pair = new SharingPair(Files.WebAndDatabase, Files.Web);
        await Drain(pair.First, Database);
        await Drain(pair.First, Web);
        pair.Tick();
        Assert.Equal(Bench.Key(Web), Assert.Single(pair.Second.Core.View.Overrides).Key);
        Assert.Single(pair.Second.Saved.All);

        pair.Second.Text = Files.WebAndDatabase;
        await pair.Second.Reload();
        pair.Tick();

        Assert.Equal(pair.First.Core.View.Overrides, pair.Second.Core.View.Overrides);
    }

    [Fact]
    public async Task A_server_that_has_left_one_file_stays_drained_where_it_is_and_is_forgotten_when_it_has_left_both()
    {
        await Drain(_pair.First, Database);
        _pair.Tick();
        _pair.First.Text = Files.Web;
        await _pair.First.Reload();
        _pair.Tick();
        Assert.Empty(_pair.First.Core.View.Overrides);
        Assert.Single(_pair.Second.Core.View.Overrides);

        _pair.Second.Text = Files.Web;
        await _pair.Second.Reload();
        (_pair.First.Text, _pair.Second.Text) = (Files.WebAndDatabase, Files.WebAndDatabase);
        await _pair.First.Reload();
        await _pair.Second.Reload();
        _pair.Tick();

        Assert.Empty(_pair.First.Core.View.Overrides);
        Assert.Empty(_pair.Second.Core.View.Overrides);
    }

    [Fact]
    public async Task What_cannot_be_saved_is_not_in_force_said_once_and_taken_when_it_can()
    {
        var state = _pair.Second.Paths.StateDirectory;
        Directory.Delete(state, recursive: true);
        await Drain(_pair.First, Web);
        for (var second = 0; second < 10; second++)
        {
            _pair.Tick();
        }

        Assert.Empty(_pair.Second.Core.View.Overrides);
        Assert.Equal(1, _pair.Second.Log.Count("Drains and weights from lvs01 cannot be saved"));
        Assert.InRange(Assert.Single(_pair.First.Core.View.Peers).DiffersFor!.Value.TotalSeconds, 8, 11);
        Directory.CreateDirectory(state);
        _pair.Tick();
        _pair.Tick();

        Assert.Single(_pair.Second.Core.View.Overrides);
        Assert.True(Assert.Single(_pair.First.Core.View.Peers).IsSame);
    }

    [Fact]
    public void Invariant8_Senseless_bytes_change_nothing_and_are_said_once_in_a_minute()
    {
        for (var round = 0; round < 1_000; round++)
        {
            _pair.Send([0xff, (byte)round]);
            _pair.Deliver();
        }

        Assert.Empty(_pair.Second.Core.View.Overrides);
        Assert.Equal(1, _pair.Second.Log.Count("lvs01 sent drains and weights that this version cannot read"));
    }

    [Fact]
    public void Each_node_knows_in_which_sections_the_others_file_differs()
    {
        using var pair = new SharingPair(Files.WebAndDatabase, Files.Web.Replace("every: 2s", "every: 3s", StringComparison.Ordinal));
        for (var second = 0; second < 3; second++)
        {
            pair.Tick();
        }

        Assert.Equal(["service db-read", "service web"], Assert.Single(pair.First.Core.View.Peers).FileDifferences!.Value);
        Assert.Equal(["service db-read", "service web"], Assert.Single(pair.Second.Core.View.Peers).FileDifferences!.Value);
    }

    private static Task<CommandAnswer> Drain(Bench bench, string server) => bench.Ask(OverrideVerb.Drain, new ServerCommand { Server = server });
}
