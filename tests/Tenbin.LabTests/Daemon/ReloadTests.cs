using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Daemon;

public sealed class ReloadTests
{
    [Fact]
    public async Task Invariant3_sessions_on_unchanged_servers_survive_a_reload_that_adds_removes_and_reweights()
    {
        await using var running = await RunningSite.Start(site => Config(site, site.NatServer(1), site.NatServer(2)), nat: 3, dsr: 0);
        var site = running.Site;
        await using var hold = await HoldClient.Start(site.Client, new(site.NatV4, RunningSite.PeerPort), 40);
        var before = hold.Sessions.ToDictionary(pair => pair.Key, pair => pair.Value.Server);
        Assert.Equal(["nat1", "nat2"], before.Values.Distinct().Order());

        await running.Director.WriteConfig(
            Config(site, $"{{ address: {site.NatServer(1)}, weight: 3 }}", site.NatServer(3)).ToString());
        (await running.Director.Verb("reload")).Checked();
        await running.Director.WaitUntilAllUp();
        await hold.WaitForRounds(5);

        foreach (var (session, _) in before.Where(pair => pair.Value == "nat1"))
        {
            Assert.Equal(("nat1", null), (hold.Sessions[session].Server, hold.Sessions[session].Error));
        }

        await using var fresh = await HoldClient.Start(site.Client, new(site.NatV4, RunningSite.PeerPort), 40);
        var counts = fresh.Sessions.Values.CountBy(record => record.Server!).ToDictionary();
        Assert.Equal(["nat1", "nat3"], counts.Keys.Order());
        Assert.InRange(counts["nat1"], 28, 32);
    }

    [Fact]
    public async Task Invariant1_a_broken_file_is_refused_with_all_its_errors_and_the_old_one_and_its_checks_go_on()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb, dsr: 1);
        var site = running.Site;
        await using var load = await LoadClient.Start(site.Client, Connections.New, 100, $"http://{site.NatV4}:80/");
        var good = await File.ReadAllTextAsync(running.Director.ConfigFile, TestContext.Current.CancellationToken);

        await running.Director.WriteConfig(good
            .Replace("forward: dsr", "forward: dsrr", StringComparison.Ordinal)
            .Replace("type: http", "type: htp", StringComparison.Ordinal));
        var refused = await running.Director.Verb("reload");

        Assert.NotEqual(0, refused.ExitStatus);
        Assert.Contains("dsrr", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("htp", refused.Errors, StringComparison.Ordinal);
        Assert.Contains($"{running.Director.ConfigFile}:", refused.Errors, StringComparison.Ordinal);
        Assert.NotEmpty((await running.Director.Status()).Config.Refused!.Errors);

        await load.WaitForAnswers(100);
        Assert.Equal(0, load.Report.Failed);
        await running.Web("nat1").Kill();
        await running.Director.WaitForState("web-nat", site.NatServer(1).ToString(), "down");
        var failed = load.Report.Failed;
        await load.WaitForAnswers(100);
        Assert.InRange(load.Report.Failed - failed, 0, 5);
    }

    private static SiteConfig Config(Site site, params object[] servers) => new SiteConfig()
        .Service("peer", new(site.NatV4, RunningSite.PeerPort), "tcp", "nat", servers, SiteConfig.TcpCheck, "scheduler: wrr");
}
