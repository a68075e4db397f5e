using Tenbin.Lab.Load;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Daemon;

/// <summary>What operators do while traffic flows.</summary>
public sealed class OperatorTests
{
    private const int Sessions = 30;

    [Fact]
    public async Task Drained_server_keeps_its_sessions_and_gets_no_new_ones_and_stays_drained_over_a_restart()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb, dsr: 1);
        var site = running.Site;
        var drained = site.NatServer(1).ToString();
        await using var old = await HoldClient.Start(site.Client, new(site.NatV4, RunningSite.PeerPort), Sessions);
        Assert.Contains(old.Sessions.Values, record => record.Server == "nat1");

        (await running.Director.Verb("drain", drained)).Checked();
        await running.Director.WaitForState("peer-nat", drained, "draining");
        await OnlyNat2GetsNewSessions(running);

        await running.Director.Kill();
        await running.Director.Start();
        await running.Director.WaitForState("peer-nat", drained, "draining");
        await OnlyNat2GetsNewSessions(running);

        await old.WaitForRounds(3);
        Assert.Empty(old.Surprises);
    }

    [Fact]
    public async Task Weight_moves_new_sessions_only()
    {
        await using var running = await RunningSite.Start(
            site => new SiteConfig().Service(
                "peer", new(site.NatV4, RunningSite.PeerPort), "tcp", "nat", RunningSite.NatServers(site),
                SiteConfig.TcpCheck, "scheduler: wrr"),
            dsr: 0);
        var site = running.Site;
        await using var old = await HoldClient.Start(site.Client, new(site.NatV4, RunningSite.PeerPort), Sessions);

        (await running.Director.Verb("weight", site.NatServer(1).ToString(), "4")).Checked();
        await using var fresh = await HoldClient.Start(site.Client, new(site.NatV4, RunningSite.PeerPort), Sessions);

        Assert.InRange(fresh.Sessions.Values.Count(record => record.Server == "nat1"), 23, 25);
        await old.WaitForRounds(3);
        Assert.Empty(old.Surprises);
    }

    [Fact]
    public async Task Explain_names_the_server_that_the_next_packet_goes_to()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb, dsr: 1);
        var site = running.Site;
        await using var hold = await HoldClient.Start(site.Client, new(site.NatV4, RunningSite.PeerPort), 1);
        var session = hold.Sessions[0];

        var answer = (await running.Director.Verb("explain", session.Local!, $"{site.NatV4}:{RunningSite.PeerPort}")).Checked();
        var listed = (await running.Director.Verb("sessions")).Checked();

        var server = site.NatServer(session.Server == "nat1" ? 1 : 2).ToString();
        Assert.Contains(server, answer.Output, StringComparison.Ordinal);
        Assert.Contains(session.Local!, listed.Output, StringComparison.Ordinal);
        Assert.Contains(server, listed.Output, StringComparison.Ordinal);
    }

    private static async Task OnlyNat2GetsNewSessions(RunningSite running)
    {
        await using var fresh = await HoldClient.Start(
            running.Client, new(running.Site.NatV4, RunningSite.PeerPort), Sessions);
        Assert.All(fresh.Sessions.Values, record => Assert.Equal("nat2", record.Server));
    }
}
