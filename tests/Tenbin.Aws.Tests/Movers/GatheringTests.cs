using System.Net;
using Tenbin.Aws.Movers;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Aws.Tests.Movers;

public sealed class GatheringTests
{
    private static readonly IPAddress s_one = Bench.Vip.Address, s_two = IPAddress.Parse("10.0.0.200"), s_three = IPAddress.Parse("10.0.0.201");

    [Fact]
    public async Task Addresses_that_start_together_come_by_one_call_and_later_ones_by_another()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud, rules: new() { Hedge = TimeSpan.FromMinutes(1) });
        var time = new ManualTime();
        var gathering = new Gathering(session.Ec2, time);

        await Pass(time, gathering.Assign(FakeCloud.Here, s_one, Bench.Patient), gathering.Assign(FakeCloud.Here, s_two, Bench.Patient));
        await Pass(time, gathering.Assign(FakeCloud.Here, s_three, Bench.Patient));

        Assert.Equal(
            ["10.0.0.199 10.0.0.200", "10.0.0.201"], cloud.Calls.Select(call => string.Join(' ', call.Values("PrivateIpAddress").Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task One_that_is_given_up_leaves_the_others_and_its_place()
    {
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud);
        var time = new ManualTime();
        var gathering = new Gathering(session.Ec2, time);
        using var givenUp = new CancellationTokenSource();
        var first = gathering.Assign(FakeCloud.Here, s_one, givenUp.Token);
        var second = gathering.Assign(FakeCloud.Here, s_two, Bench.Patient);

        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => Pass(time, first));
        await Pass(time, second);
        await Pass(time, gathering.Assign(FakeCloud.Here, s_three, Bench.Patient));
        Assert.Equal((null, FakeCloud.Here, FakeCloud.Here), (cloud.HolderOf(s_one), cloud.HolderOf(s_two), cloud.HolderOf(s_three)));
    }

    // The clock moves while they wait: a timer may be set late.
    private static async Task Pass(ManualTime time, params Task[] tasks)
    {
        await Eventually.Holds(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                return tasks.All(task => task.IsCompleted);
            }, "they end");
        await Task.WhenAll(tasks);
    }
}
