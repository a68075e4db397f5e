using Tenbin.Lab;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Pairs;
using Tenbin.Lab.Processes;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>What a group consists of is watched: it is put back, or the group goes where it runs.</summary>
public sealed class ResourceTests : IAsyncLifetime
{
    /// <summary>
    /// A service by LSB, which runs while a file is there. Both directors run this one script: the hardware address tells
    /// where it is. It refuses to start beside a file <c>broken</c>.
    /// </summary>
    private const string Script = """
        #!/bin/sh
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        here="$(dirname "$0")/$(ip -oneline link show outside | sed 's/.*ether \([^ ]*\) .*/\1/')"
        mkdir -p "$here"
        case $1 in
            start) [ ! -e "$here/broken" ] || exit 1; echo started >>"$here/starts"; touch "$here/running" ;;
            stop) rm -f "$here/running" ;;
            status) [ -e "$here/running" ] || exit 3 ;;
        esac

        """;

    /// <summary>A machine that only the group's route leads to.</summary>
    private const string Elsewhere = "198.51.100.7";

    private string _script = "";
    private WatchedPair? _made;

    private WatchedPair Pair => _made!;

    public async ValueTask InitializeAsync()
    {
        _script = Path.Combine(Directory.CreateTempSubdirectory("tenbin-lab-script-").FullName, "service");

        // Not by this process: a program that it starts meanwhile would hold the file open for writing, and it could not be run.
        (await Command.Run(["sh", "-c", "cat >\"$0\" && chmod +x \"$0\"", _script], Script)).Checked();
        _made = await WatchedPair.Start(
            witnesses: 1,
            config: config => config with
            {
                Group =
                [
                    $"scripts: [{{ path: {_script}, every: 1s, timeout: 5s }}]",
                    "routes: [{ to: default, via: 10.77.2.31, source: 10.77.2.254, table: 100 }]",
                    $"rules: [{{ to: {Elsewhere}, table: 100, priority: 1000 }}]",
                ],
            });
    }

    public async ValueTask DisposeAsync()
    {
        await (_made?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(Path.GetDirectoryName(_script)!, recursive: true);
    }

    [Fact]
    public async Task Address_that_is_taken_away_is_put_back()
    {
        await using var watch = await Pair.Watch();
        var owner = watch.Owner.Machine;

        await owner.Ip($"address delete {Pair.Site.NatAddress}/24 dev {Pair.Site.Outside.Name}");

        await Wait.Until("the address to be back", async () =>
            (await owner.Run("ip", "-oneline", "address")).Checked().Output.Contains($" {Pair.Site.NatAddress}/24 ", StringComparison.Ordinal));
        await watch.AssertNothingMoved();
    }

    [Fact]
    public async Task Script_that_ends_is_started_again_and_when_that_fails_the_group_goes_to_the_peer()
    {
        await using var watch = await Pair.Watch();
        var (here, there) = (StateOf(watch.Owner), StateOf(watch.Peer));
        var starts = await Starts(here);

        File.Delete(Path.Combine(here, "running"));
        await Wait.Until("the script to be started again", async () => await Starts(here) > starts && File.Exists(Path.Combine(here, "running")));
        await watch.WaitUntilServed();
        Assert.Equal(watch.Epoch, (await watch.Owner.Status()).Cluster![PairSite.Group].Epoch);

        await File.WriteAllTextAsync(Path.Combine(here, "broken"), "", TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(here, "running"));
        await watch.WaitUntilPeerServes();
        await Wait.Until("the script to run at the peer", () => File.Exists(Path.Combine(there, "running")));
        await watch.WaitUntilServed();
        await watch.AssertServed(watch.Owner, watch.Peer);
        Assert.Equal(0, (await watch.Owner.Status()).Cluster![PairSite.Group].Fitness);
    }

    [Fact]
    public async Task Route_and_rule_follow_the_group_from_node_to_node()
    {
        await using var watch = await Pair.Watch();
        Assert.True(await LeadsThroughTheGroup(watch.Owner));
        Assert.False(await LeadsThroughTheGroup(watch.Peer));

        (await watch.Owner.Verb("standby", PairSite.Group)).Checked();
        Assert.Same(watch.Peer, await Pair.Site.WaitUntilSettled());
        Assert.True(await LeadsThroughTheGroup(watch.Peer));
        await Wait.Until("the old owner to be rid of them", async () => await Left(watch.Owner) == "");

        // A daemon that dies leaves them; the next one sees that the group is elsewhere.
        await watch.Peer.Kill();
        await Wait.Until("the route to be back", () => LeadsThroughTheGroup(watch.Owner));
        Assert.True(await LeadsThroughTheGroup(watch.Peer));
        await watch.Peer.Start();
        Assert.Same(watch.Owner, await Pair.Site.WaitUntilSettled());
        await Wait.Until("the leftovers to be gone", async () => await Left(watch.Peer) == "");
        Assert.True(await LeadsThroughTheGroup(watch.Owner));

        // The verb knows them without the file.
        await watch.Owner.Kill();
        var cleared = (await watch.Owner.Verb("clear")).Checked().Output;
        Assert.Contains("removed the group route to 0.0.0.0/0 from table 100", cleared, StringComparison.Ordinal);
        Assert.Contains("removed the group rule 1000 to table 100 (IPv4)", cleared, StringComparison.Ordinal);
        Assert.Equal("", await Left(watch.Owner));
    }

    private static async Task<bool> LeadsThroughTheGroup(LabDirector director) =>
        (await director.Machine.Run("ip", "route", "get", Elsewhere)).Output.Contains("via 10.77.2.31", StringComparison.Ordinal);

    private static async Task<string> Left(LabDirector director) =>
        (await director.Machine.Run("sh", "-c", "ip route show table all proto 116; ip rule | grep 'proto 116' || true")).Checked().Output;

    private string StateOf(LabDirector director) => Path.Combine(Path.GetDirectoryName(_script)!, director.Machine.On(Pair.Site.Outside).Mac);

    private static async Task<int> Starts(string state) => (await File.ReadAllLinesAsync(Path.Combine(state, "starts"))).Length;
}
