using Tenbin.Lab.Load;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Daemon;

public sealed class HealthTests
{
    [Fact]
    public async Task Invariant2_a_server_gets_no_traffic_before_its_first_good_check()
    {
        await using var running = await RunningSite.Create(dsr: 0);
        var site = running.Site;
        await running.Web("nat2").SetHealthy(false);
        await running.Director.WriteConfig(Web(running).ToString());
        await running.Director.Start();
        await running.Director.WaitForState("web", site.NatServer(1).ToString(), "up");

        await using var load = await LoadClient.Start(site.Client, Connections.New, 100, $"http://{site.NatV4}:80/");
        await load.WaitForAnswers(100);
        Assert.Equal(["nat1"], load.Report.ByServer().Keys);

        await running.Web("nat2").SetHealthy(true);
        await Lab.Wait.Until("answers of nat2", () => load.Report.ByServer().ContainsKey("nat2"), evidence: load.ToString);
        Assert.Empty((await load.Stop()).Failures);
    }

    [Fact]
    public async Task A_server_that_fails_its_checks_loses_no_answer_while_it_still_serves()
    {
        await using var running = await RunningSite.Create(dsr: 0);
        var site = running.Site;
        await running.Director.WriteConfig(Web(running).ToString());
        await running.Director.Start();
        await running.Director.WaitUntilAllUp();
        await using var load = await LoadClient.Start(site.Client, Connections.New, 100, $"http://{site.NatV4}:80/");
        await using var kept = await LoadClient.Start(site.Client, Connections.KeepAlive, 100, $"http://{site.NatV4}:80/");
        await kept.WaitForAnswers(50);

        await running.Web("nat1").SetHealthy(false);
        var down = await running.Director.WaitForState("web", site.NatServer(1).ToString(), "down");
        await load.WaitForAnswers(100);
        await kept.WaitForAnswers(100);

        Assert.Contains("404", down["web"][site.NatServer(1).ToString()].Reason, StringComparison.Ordinal);
        Assert.Empty((await load.Stop()).Failures);
        Assert.Empty((await kept.Stop()).Failures);
    }

    private static SiteConfig Web(RunningSite running) => new SiteConfig().Service(
        "web", new(running.Site.NatV4, 80), "tcp", "nat", RunningSite.NatServers(running.Site), SiteConfig.WebCheck, "scheduler: rr");
}
