using Tenbin.Lab.Pairs;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>Which of a director's threads and children go before what is ordinary on its machine.</summary>
public sealed class UrgencyTests
{
    [Theory]
    [InlineData("fast", true)]
    [InlineData("{ every: 100ms, dead-after: 400ms }", false)]
    public async Task All_of_a_daemon_whose_heart_may_hardly_stall_is_urgent_and_nothing_that_it_runs(string heartbeat, bool isUrgent)
    {
        await using var site = await PairSite.Create(nat: 1, dsr: 1);
        var (hook, said) = (Path.Combine(site.Network.Directory, "hook"), Path.Combine(site.Network.Directory, "said"));
        await File.WriteAllTextAsync(hook, $"#!/bin/sh\ncut -d' ' -f40,41 /proc/self/stat >>{said}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await site.WriteConfig(new PairConfig { Heartbeat = heartbeat, Group = [$"on-change: {hook}"] });

        var owner = await site.Start();

        var wanted = isUrgent ? Scheduling.Urgent : Scheduling.Ordinary;
        await Eventually.Holds(() => Scheduling.OfThreads(owner.Daemon!.Id).All(thread => thread.IsRaised || thread == wanted), $"all threads to be {wanted}");
        Assert.Contains(Scheduling.OfThreads(owner.Daemon!.Id), thread => thread.IsRaised);
        await Eventually.Holds(() => File.Exists(said) && File.ReadAllLines(said).Length > 0, "the hook to have run");
        Assert.All(await File.ReadAllLinesAsync(said, TestContext.Current.CancellationToken), line => Assert.Equal("0 0", line));
    }
}
