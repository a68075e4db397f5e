using Tenbin.Lab.Load;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Daemon;

public sealed class RestartTests
{
    private const int Sessions = 60;
    private const int PerSecond = 100;

    [Fact]
    public async Task Invariant4_a_killed_daemon_and_its_restart_interrupt_nothing()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        await Interrupt(running, running.Director.Kill);
    }

    [Fact]
    public async Task Invariant4_an_orderly_stop_and_a_restart_interrupt_nothing()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        await Interrupt(running, async () => Assert.Equal(0, await running.Director.Stop()));
    }

    [Fact]
    public async Task Invariant2_a_restart_carries_over_what_the_checks_had_found()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        var (dead, alive) = (running.Site.NatServer(1).ToString(), running.Site.NatServer(2).ToString());
        await running.Web("nat1").Kill();
        await running.Director.WaitForState("web-nat", dead, "down");

        await running.Director.Kill();
        await running.Director.Start();

        var status = await running.Director.Status();
        Assert.Equal("up", status["web-nat"][alive].State);
        Assert.NotEqual("up", status["web-nat"][dead].State);
    }

    /// <summary>Opening a kernel table by its id takes CAP_SYS_ADMIN, which the unit does not give.</summary>
    [Fact]
    public async Task Invariant5_a_restart_with_the_rights_of_the_systemd_unit_still_acts_on_health()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        await running.Director.Stop();
        running.Director.Wrapper = ["setpriv", "--bounding-set", "-all,+bpf,+perfmon,+net_admin,+net_raw"];
        await running.Director.Start();
        await running.Director.WaitUntilAllUp();
        await running.Director.Kill();
        await running.Director.Start();

        await running.Web("nat1").Kill();
        await running.Director.WaitForState("web-nat", running.Site.NatServer(1).ToString(), "down");

        string[] targets = [$"http://{running.Site.NatV4}:80/"];
        await using var load = await LoadClient.Start(running.Site.Client, Connections.New, PerSecond, targets);
        await load.WaitForAnswers(PerSecond);
        Assert.Empty((await load.Stop()).Failures);
    }

    [Fact]
    public async Task Clear_removes_everything()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        await running.Director.Stop();

        (await running.Director.Verb("clear")).Checked();

        Assert.False(
            Directory.Exists(running.Director.PinDirectory)
            && Directory.EnumerateFileSystemEntries(running.Director.PinDirectory).Any());
        foreach (var nic in running.Site.DirectorMachine.Nics)
        {
            var filters = await running.Site.DirectorMachine.Run("tc", "filter", "show", "dev", nic.Name, "ingress");
            Assert.DoesNotContain("bpf", filters.Output, StringComparison.Ordinal);
        }
    }

    private static async Task Interrupt(RunningSite running, Func<Task> interrupt)
    {
        var site = running.Site;
        await using var nat = await HoldClient.Start(site.Client, new(site.NatV4, RunningSite.PeerPort), Sessions);
        await using var dsr = await HoldClient.Start(site.Client, new(site.DsrV4, RunningSite.PeerPort), Sessions);
        string[] targets = [$"http://{site.NatV4}:80/", $"http://{site.DsrV4}:80/"];
        await using var load = await LoadClient.Start(site.Client, Connections.New, PerSecond, targets);
        await using var kept = await LoadClient.Start(site.Client, Connections.KeepAlive, PerSecond, targets);
        await load.WaitForAnswers(PerSecond);

        await interrupt();
        await load.WaitForAnswers(3 * PerSecond);
        await nat.WaitForRounds(3);
        await dsr.WaitForRounds(3);
        await running.Director.Start();
        await running.Director.WaitUntilAllUp();
        await load.WaitForAnswers(3 * PerSecond);
        await nat.WaitForRounds(3);
        await dsr.WaitForRounds(3);

        Assert.Empty(nat.Surprises);
        Assert.Empty(dsr.Surprises);
        Assert.Empty((await load.Stop()).Failures);
        Assert.Empty((await kept.Stop()).Failures);
        Assert.Equal(4, load.Report.ByServer().Count);
    }
}
