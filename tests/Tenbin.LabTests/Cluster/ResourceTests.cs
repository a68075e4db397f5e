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

    private string _script = "";
    private WatchedPair? _made;

    private WatchedPair Pair => _made!;

    public async ValueTask InitializeAsync()
    {
        _script = Path.Combine(Directory.CreateTempSubdirectory("tenbin-lab-script-").FullName, "service");

        // Not by this process: a program that it starts meanwhile would hold the file open for writing, and it could not be run.
        (await Command.Run(["sh", "-c", "cat >\"$0\" && chmod +x \"$0\"", _script], Script)).Checked();
        _made = await WatchedPair.Start(
            witnesses: 1, config => config with { Group = [$"scripts: [{{ path: {_script}, every: 1s, timeout: 5s }}]"] });
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

    private string StateOf(LabDirector director) => Path.Combine(Path.GetDirectoryName(_script)!, director.Machine.On(Pair.Site.Outside).Mac);

    private static async Task<int> Starts(string state) => (await File.ReadAllLinesAsync(Path.Combine(state, "starts"))).Length;
}
