using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;
using Tenbin.Lab.Pairs;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.LabTests.RealServers;

/// <summary>The owner of a group is the way out for its nat real servers.</summary>
public sealed class MasqueradeTests : IAsyncLifetime
{
    private PairSite _site = null!;
    private Lab.Processes.LabProcess _outside = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PairSite.Create(nat: 1, dsr: 0);
        _outside = await PeerServer.Start(_site.Client, PairSite.PeerPort);
    }

    public async ValueTask DisposeAsync()
    {
        await _outside.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Servers_reach_the_outside_by_the_owner_also_after_a_failover_and_it_leaves_nothing()
    {
        var before = await Traces(_site.Directors[0]);
        await _site.WriteConfig(new PairConfig { Group = [$"masquerade: {{ from: {_site.Inside.NetworkV4}, interface: {_site.Outside.Name}, source: {_site.NatAddress} }}"] });
        var owner = await _site.Start();
        await WaitUntilReached();
        Assert.Contains(_site.NatAddress.ToString(), await Traces(owner), StringComparison.Ordinal);
        Assert.DoesNotContain("tenbin-front", await Traces(_site.PeerOf(owner)), StringComparison.Ordinal);

        await owner.Machine.Run("nft", "flush table ip tenbin-front");
        await owner.Machine.Sysctl(("net.ipv4.ip_forward", "0"));
        await WaitUntilReached();

        var peer = _site.PeerOf(owner);
        (await owner.Verb("standby")).Checked();
        await Wait.Until("the group to leave nothing where it was", async () => await Traces(owner) == before, evidence: () => owner.Daemon!.Output.ToString());
        await WaitUntilReached();

        await peer.PowerOff();
        await WaitUntilReached();
        Assert.Contains("tenbin-front", await Traces(owner), StringComparison.Ordinal);

        await owner.Stop();
        (await owner.Verb("clear")).Checked();
        Assert.Equal(before, await Traces(owner));
    }

    private Task WaitUntilReached() => Wait.Until(
        "the server to reach the outside",
        async () => (await UdpAsk.Run(_site.Nat[0], new(_site.Client.Nics[0].V4, PairSite.PeerPort), 1)).All(answer => answer.Server == "client"),
        evidence: () => string.Join('\n', _site.Directors.Select(director => director.Daemon!.Output)));

    /// <summary>nftables and whether the machine forwards.</summary>
    private static async Task<string> Traces(LabDirector director) =>
        (await director.Machine.Run("sh", "-c", "nft list ruleset; cat /proc/sys/net/ipv4/ip_forward")).Checked().Output;
}
