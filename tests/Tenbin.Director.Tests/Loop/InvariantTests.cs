using Tenbin.Director.Api;
using Tenbin.Director.Overrides;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Loop;

public sealed class InvariantTests
{
    private const string First = "172.18.1.33:80";
    private const string Second = "172.18.1.34:80";

    [Fact]
    public async Task Invariant1_A_broken_file_changes_nothing_and_every_error_is_told()
    {
        using var bench = new Bench().Started().With(First, Second);
        bench.Text = Files.Broken;
        var errors = Files.Load(Files.Broken).Errors;

        var refused = await Assert.ThrowsAsync<CommandRefusedException>(bench.Reload);

        Assert.True(errors.Length > 1);
        Assert.Equal(errors.Select(error => error.ToString()), refused.Errors);
        Assert.All(errors, error => Assert.True(bench.Log.Has(error.ToString())));
        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
        Assert.Equal("web", bench.Core.View.Config.Config.Services.Single().Name);
        Assert.Contains(bench.Warnings, warning => warning.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invariant1_After_a_refused_reload_the_old_checks_go_on_acting()
    {
        using var bench = new Bench().Started().With(First, Second);
        bench.Text = Files.Broken;
        await Assert.ThrowsAsync<CommandRefusedException>(bench.Reload);

        Assert.Single(bench.Checks.Applied);
        bench.Find(Second, ServerHealth.Down, "connection refused");
        Assert.Equal(Admission.Down, bench.Kernel.AdmissionOf(Second));
        bench.Find(Second, ServerHealth.Up);
        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(Second));
    }

    [Fact]
    public async Task Invariant1_A_good_file_after_a_refused_one_is_taken_and_the_warning_goes()
    {
        using var bench = new Bench().Started().With(First, Second);
        bench.Text = Files.Broken;
        await Assert.ThrowsAsync<CommandRefusedException>(bench.Reload);
        bench.Text = Files.WebAndDatabase;

        await bench.Reload();

        Assert.Equal(2, bench.Core.View.Config.Config.Services.Length);
        Assert.DoesNotContain(bench.Warnings, warning => warning.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public void Invariant2_No_server_gets_traffic_before_its_first_success()
    {
        using var bench = new Bench().Started();
        bench.Tick();

        Assert.Equal(Admission.Down, bench.Kernel.AdmissionOf(First));
        bench.Find(First, ServerHealth.Up);
        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
        Assert.Equal(Admission.Down, bench.Kernel.AdmissionOf(Second));
    }

    [Fact]
    public void Invariant2_Known_health_carries_over_a_restart_of_the_daemon()
    {
        using var bench = new Bench().Started().With(First);
        bench.Find(Second, ServerHealth.Down, "connection refused");

        bench.Restart();

        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
        Assert.Equal(Admission.Down, bench.Kernel.AdmissionOf(Second));
        Assert.Equal(ServerHealth.Up, bench.Checks.Known[Bench.Key(First)].Health);
        Assert.Equal("connection refused", bench.Checks.Known[Bench.Key(Second)].Reason);
    }

    [Fact]
    public void Invariant2_A_server_whose_check_asks_something_else_starts_unknown_after_a_restart()
    {
        using var bench = new Bench().Started().With(First, Second);
        bench.Text = Files.Web.Replace("type: tcp", "type: http, path: /check.html", StringComparison.Ordinal);

        bench.Restart();

        Assert.Empty(bench.Checks.Known);
        Assert.Equal(Admission.Down, bench.Kernel.AdmissionOf(First));
    }

    [Fact]
    public void Invariant2_A_check_that_only_changes_its_rhythm_keeps_what_is_known()
    {
        using var bench = new Bench().Started().With(First, Second);
        bench.Text = Files.Web.Replace("every: 2s", "every: 5s", StringComparison.Ordinal);

        bench.Restart();

        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
    }

    [Fact]
    public async Task Invariant2_A_reload_keeps_the_standing_of_servers_that_stay_and_new_ones_wait()
    {
        using var bench = new Bench().Started().With(First, Second);
        bench.Text = Files.Web.Replace("172.18.1.34]", "172.18.1.35]", StringComparison.Ordinal);

        await bench.Reload();

        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
        Assert.Equal(Admission.Down, bench.Kernel.AdmissionOf("172.18.1.35:80"));
        Assert.Null(bench.Kernel.AdmissionOf(Second));
    }

    [Fact]
    public void Invariant4_The_end_of_the_daemon_leaves_the_kernel_as_it_is_and_a_new_one_adopts_it()
    {
        using var bench = new Bench().Started().With(First, Second);
        var held = bench.Kernel.Servers.ToDictionary();

        bench.Restart();

        Assert.Equal(held, bench.Kernel.Servers);
        Assert.False(bench.Log.Has("Put right"));
    }

    [Fact]
    public void Invariant5_What_was_disturbed_in_the_kernel_is_put_right_at_the_next_tick_and_said()
    {
        using var bench = new Bench().Started().With(First, Second);
        bench.Kernel.Servers.Clear();

        bench.Tick();

        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
        Assert.True(bench.Log.Has($"Put right: {First}"));
    }

    [Fact]
    public void Invariant5_A_kernel_that_refuses_is_tried_again_until_it_obeys()
    {
        using var bench = new Bench().Started().With(First);
        bench.Kernel.Refusal = "the table of servers is full";
        bench.Find(Second, ServerHealth.Up);
        Assert.Contains(bench.Warnings, warning => warning.Contains("the table of servers is full", StringComparison.Ordinal));
        bench.Tick();
        bench.Kernel.Refusal = null;

        bench.Tick();

        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(Second));
        Assert.Equal(1, bench.Log.Count("The data plane fails"));
        Assert.True(bench.Log.Has("The data plane works again after"));
        Assert.DoesNotContain(bench.Warnings, warning => warning.Contains("full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invariant1_A_command_that_cannot_be_saved_changes_nothing()
    {
        using var bench = new Bench().Started().With(First, Second);
        Directory.Delete(bench.Paths.StateDirectory);

        var refused = await Assert.ThrowsAsync<CommandRefusedException>(
            () => bench.Ask(OverrideVerb.Drain, new ServerCommand { Server = First }));

        Assert.Equal(500, refused.Status);
        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
    }
}
