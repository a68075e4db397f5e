using Tenbin.Lab.Directors;
using Tenbin.Lab.Pairs;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>What operators set on one director is in force on the other.</summary>
[Collection(PairWithWitnessGroup.Name)]
public sealed class SharedSettingsTests(PairWithWitness fixture) : IAsyncLifetime
{
    private const string Service = "nat-tcp";
    private const int FullFitness = 255;
    private readonly WatchedPair _pair = fixture.Pair;

    private string Server => $"{_pair.Site.Nat[0].Nics[0].V4}";

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        // The pair is for others afterwards.
        (await _pair.Site.Directors[0].Verb("undrain", Server)).Checked();
        (await _pair.Site.Directors[0].Verb("weight", Server, "file")).Checked();
        await WaitUntil(_pair.Site.Directors[1], "the peer to have no override left", server => server is { Drained: false, Weight: 1 });
    }

    [Fact]
    public async Task Drain_and_weight_follow_to_the_other_and_to_one_that_was_down_meanwhile()
    {
        await using var watch = await _pair.Watch();
        await watch.Owner.WaitFor("the peer's settings to be known", status => status.Cluster!.Nodes.Single(node => node.Name == watch.Peer.Name).SameSettings == true);

        var answer = (await watch.Owner.Verb("drain", Server, "--service", Service)).Checked();
        Assert.Contains($"{watch.Peer.Name} follows", answer.Output, StringComparison.Ordinal);
        await WaitUntil(watch.Peer, "the peer to drain too", server => server.Drained);
        Assert.Equal(FullFitness, (await watch.Owner.Status()).Cluster![PairSite.Group].Fitness);
        Assert.Contains($"From {watch.Owner.Name}: {Service}/{Server}:7000 is draining", $"{watch.Peer.Daemon!.Output}", StringComparison.Ordinal);

        Assert.Equal(0, await watch.Peer.Stop());
        await watch.Owner.WaitFor("the peer to be missed", status => !status.Cluster!.Nodes.Single(node => node.Name == watch.Peer.Name).IsAlive);
        (await watch.Owner.Verb("undrain", Server, "--service", Service)).Checked();
        (await watch.Owner.Verb("weight", Server, "7", "--service", Service)).Checked();
        await watch.Peer.Start();

        await WaitUntil(watch.Peer, "the peer to learn of both", server => server is { Drained: false, Weight: 7 });
    }

    [Fact]
    public async Task Status_names_the_sections_in_which_the_files_differ()
    {
        await using var watch = await _pair.Watch();
        var same = await File.ReadAllTextAsync(watch.Peer.ConfigFile, TestContext.Current.CancellationToken);

        await watch.Peer.WriteConfig(same.Replace($"{Service}:", "renamed:", StringComparison.Ordinal));
        (await watch.Peer.Verb("reload")).Checked();

        foreach (var (here, there) in new[] { (watch.Owner, watch.Peer), (watch.Peer, watch.Owner) })
        {
            var status = await here.WaitFor(
                "the differences to be known", status => status.Cluster!.Nodes.Single(node => node.Name == there.Name).DiffersIn.Count > 0);
            Assert.Equal([$"service {Service}", "service renamed"], status.Cluster!.Nodes.Single(node => node.Name == there.Name).DiffersIn);
            Assert.Contains(status.Warnings, warning => warning.StartsWith(
                $"node {there.Name} has another file than this one (differs in: service {Service}, service renamed)", StringComparison.Ordinal));
        }

        await watch.Peer.WriteConfig(same);
        (await watch.Peer.Verb("reload")).Checked();
        await _pair.Site.WaitUntilSettled();
    }

    private static Task<DirectorStatus> WaitUntil(LabDirector director, string what, Func<DirectorStatus.Server, bool> holds) =>
        director.WaitFor(what, status => holds(status[Service].Servers[0]));
}
