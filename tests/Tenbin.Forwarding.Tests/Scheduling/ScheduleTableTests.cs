using System.Net;
using Tenbin.Forwarding.Scheduling;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.Tests.Scheduling;

public sealed class ScheduleTableTests
{
    public static TheoryData<Scheduler> Schedulers => [.. Enum.GetValues<Scheduler>()];

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void Only_open_servers_appear_and_all_of_them(Scheduler scheduler)
    {
        var table = ScheduleTable.Make(scheduler, 0, [Server(1), Server(2, Admission.Drain), Server(3, Admission.Down), Server(4)]);
        Assert.Equal([0, 3], table.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void Without_an_open_server_there_is_no_slot(Scheduler scheduler)
    {
        Assert.Empty(ScheduleTable.Make(scheduler, 0, [Server(2, Admission.Drain), Server(3, Admission.Down)]));
        Assert.Empty(ScheduleTable.Make(scheduler, 0, []));
    }

    [Theory]
    [InlineData(Scheduler.RoundRobin)]
    [InlineData(Scheduler.LeastConnection)]
    [InlineData(Scheduler.WeightedLeastConnection)]
    public void Schedulers_that_weigh_elsewhere_or_not_have_each_server_once(Scheduler scheduler) =>
        Assert.Equal([0, 1, 2], ScheduleTable.Make(scheduler, 0, [Server(1, weight: 9), Server(2, weight: 1), Server(3, weight: 4)]));

    [Fact]
    public void Sh_shares_by_weight_exactly_in_a_table_that_favours_nobody()
    {
        var table = ScheduleTable.Make(Scheduler.SourceHash, 0, [Server(1, weight: 2), Server(2, weight: 1)]);
        Assert.InRange(table.Length, 256, 600);
        Assert.Equal(2 * table.Count(server => server == 1), table.Count(server => server == 0));
    }

    [Fact]
    public void Mh_has_the_size_that_is_asked_for() =>
        Assert.Equal(65_537, ScheduleTable.Make(Scheduler.Maglev, 65_537, [Server(1), Server(2)]).Length);

    [Fact]
    public void Mh_keeps_its_size_when_a_server_goes_down()
    {
        DesiredServer[] servers = [.. Enumerable.Range(1, 6).Select(i => Server(i))];
        var before = ScheduleTable.Make(Scheduler.Maglev, 0, servers);
        servers[2] = Server(3, Admission.Down);
        var after = ScheduleTable.Make(Scheduler.Maglev, 0, servers);
        Assert.Equal(before.Length, after.Length);
        var moved = before.Zip(after).Count(pair => pair.First != 2 && pair.First != pair.Second);
        Assert.InRange(moved, 0, before.Length / 20);
    }

    private static DesiredServer Server(int number, Admission admission = Admission.Open, int weight = 1) =>
        new(new ServerAddress(IPAddress.Parse($"10.0.0.{number}"), 80), ForwardingMethod.Nat, weight, admission);
}
