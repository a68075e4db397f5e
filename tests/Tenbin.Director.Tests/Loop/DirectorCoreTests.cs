using Tenbin.Director.Api;
using Tenbin.Director.Overrides;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Loop;

public sealed class DirectorCoreTests
{
    private const string First = "172.18.1.33:80";
    private const string Second = "172.18.1.34:80";

    [Fact]
    public async Task A_drained_server_gets_no_new_sessions_and_stays_drained_over_a_restart()
    {
        using var bench = new Bench().Started().With(First, Second);

        var answer = await bench.Ask(OverrideVerb.Drain, new ServerCommand { Server = "172.18.1.33" });

        Assert.Single(answer.Changes);
        Assert.Equal(Admission.Drain, bench.Kernel.AdmissionOf(First));
        bench.Restart();
        Assert.Equal(Admission.Drain, bench.Kernel.AdmissionOf(First));
        await bench.Ask(OverrideVerb.Undrain, new ServerCommand { Server = First });
        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
    }

    [Fact]
    public async Task A_weight_set_by_an_operator_outlives_a_reload_and_a_restart()
    {
        using var bench = new Bench().Started().With(First, Second);
        await bench.Ask(OverrideVerb.Weight, new ServerCommand { Server = First, Weight = 7 });

        await bench.Reload();
        bench.Restart();

        Assert.Equal(7, bench.Kernel.Servers.Values.Single(server => server.Address.ToString() == First).Weight);
    }

    [Fact]
    public async Task Draining_the_last_server_warns_and_brings_the_fallback_in()
    {
        using var bench = new Bench(Files.WebWithFallback).Started().With(First);
        bench.Find(Second, ServerHealth.Down);

        var answer = await bench.Ask(OverrideVerb.Drain, new ServerCommand { Server = First });

        Assert.Contains(answer.Warnings, warning => warning.Contains("the fallback 172.18.1.222:80 does", StringComparison.Ordinal));
        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf("172.18.1.222:80"));
    }

    [Fact]
    public async Task An_override_is_forgotten_when_its_server_leaves_the_file()
    {
        using var bench = new Bench(Files.WebAndDatabase).Started();
        await bench.Ask(OverrideVerb.Drain, new ServerCommand { Server = "172.18.1.220" });
        bench.Text = Files.Web;

        await bench.Reload();

        Assert.Empty(bench.Saved.All);
    }

    [Fact]
    public void Losing_every_server_is_said_once_and_so_is_their_return()
    {
        using var bench = new Bench().Started().With(First, Second);
        bench.Find(First, ServerHealth.Down, "timeout");
        bench.Find(Second, ServerHealth.Down, "timeout");
        bench.Tick();
        Assert.Contains("web: no server takes new sessions, clients are turned away", bench.Warnings);

        bench.Find(First, ServerHealth.Up);

        Assert.Equal(1, bench.Log.Count("no server takes new sessions"));
        Assert.Equal(1, bench.Log.Count("its real servers take new sessions again"));
        Assert.Empty(bench.Warnings);
    }

    [Fact]
    public void The_first_checks_are_waited_for_without_an_alarm()
    {
        using var bench = new Bench().Started();

        bench.Tick();

        Assert.Empty(bench.Warnings);
        Assert.DoesNotContain(bench.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public void A_virtual_address_that_no_interface_has_is_warned_of()
    {
        using var bench = new Bench();
        bench.Machine.Addresses.Clear();

        bench.Started();

        Assert.Contains(bench.Warnings, warning => warning.Contains("172.18.1.199 is on no interface", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reload_that_needs_a_restart_is_refused_with_that_sentence()
    {
        using var bench = new Bench().Started().With(First);
        bench.Text = "data-plane: { limits: { sessions: 5000 } }\n" + Files.Web;

        var refused = await Assert.ThrowsAsync<CommandRefusedException>(bench.Reload);

        Assert.Contains("limits.sessions changed from 1000000 to 5000", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Contains("tenbin clear", refused.Errors[0], StringComparison.Ordinal);
        Assert.Equal(Admission.Open, bench.Kernel.AdmissionOf(First));
    }

    [Fact]
    public async Task A_reload_tells_what_has_changed()
    {
        using var bench = new Bench().Started();
        bench.Text = Files.WebAndDatabase.Replace("scheduler: wlc", "scheduler: rr", StringComparison.Ordinal);

        var answer = await bench.Reload();

        Assert.Equal(
            ["service web: scheduler changed from wlc to rr", "service db-read added: 172.18.1.200:3306/tcp, real servers 2"],
            answer.Changes);
    }

    [Fact]
    public void A_finding_about_a_server_that_has_left_is_ignored()
    {
        using var bench = new Bench().Started();

        bench.Find("172.18.1.99:80", ServerHealth.Up);

        Assert.DoesNotContain(bench.Core.View.Findings.Keys, key => key == Bench.Key("172.18.1.99:80"));
    }

    [Fact]
    public void Nothing_is_reconciled_when_nothing_has_come_in()
    {
        using var bench = new Bench().Started();
        var before = bench.Kernel.Reconciliations;

        bench.Core.Settle();

        Assert.Equal(before, bench.Kernel.Reconciliations);
    }

    [Fact]
    public void Overrides_that_cannot_be_read_stop_the_start()
    {
        using var bench = new Bench();
        File.WriteAllText(bench.Paths.Overrides, "{ half");

        var refused = Assert.Throws<StartupException>(() => bench.Core.Start());

        Assert.Contains(bench.Paths.Overrides, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_that_cannot_be_read_are_said_and_every_server_starts_unknown()
    {
        using var bench = new Bench();
        File.WriteAllText(bench.Paths.Findings, "{ half");

        bench.Started();

        Assert.True(bench.Log.Has("cannot be read, every server starts unknown"));
    }
}
