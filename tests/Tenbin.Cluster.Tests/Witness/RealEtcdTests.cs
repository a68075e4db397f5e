using Tenbin.Cluster.Witness;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

[Collection(nameof(RealEtcd))]
public sealed class RealEtcdTests(RealEtcd etcd) : IClassFixture<RealEtcd>
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task The_register_is_a_compare_and_set()
    {
        RealEtcd.Require();
        var (one, other) = Pair([etcd.Server.Url]);
        using (one)
        using (other)
        {
            Assert.Equal(RegisterReading.Absent, await one.Read(Group, Patient));
            Assert.Equal(RegisterReading.Absent, await one.Write(Group, Value, 12345, Patient).Refused());

            long first = await one.Write(Group, Value, 0, Patient).Written();
            Assert.Equal(new(Value, first), await other.Read(Group, Patient));
            Assert.Equal(RegisterReading.Absent, await other.Read("another", Patient));
            Assert.Equal(new(Value, first), await other.Write(Group, Value with { Holder = "lvs02" }, 0, Patient).Refused());

            long second = await one.Write(Group, Value, first, Patient).Written();
            Assert.True(second > first, "a revision is used once, even for the same value");
            Assert.Equal(new(Value, second), await other.Write(Group, Value with { Epoch = 8 }, first, Patient).Refused());
        }
    }

    [Fact]
    public async Task Invariant6_of_many_challengers_one_wins_each_revision()
    {
        RealEtcd.Require();
        var (one, other) = Pair([etcd.Server.Url]);
        using (one)
        using (other)
        {
            long revision = 0;
            for (int round = 1; round <= 50; round++)
            {
                RegisterValue[] values = [.. Enumerable.Range(0, 4).Select(i => new RegisterValue((ulong)round, $"node{i}", (ulong)i, (ulong)round, 380))];
                WriteOutcome[] outcomes = await Task.WhenAll(
                    values.Select((value, i) => (i % 2 == 0 ? one : other).Write(Group, value, revision, Patient)));

                var winner = Assert.Single(outcomes.OfType<WriteOutcome.Written>());
                var expected = new RegisterReading(values[Array.IndexOf(outcomes, winner)], winner.Revision);
                Assert.Equal(3, outcomes.OfType<WriteOutcome.Refused>().Count(refused => refused.Current == expected));
                revision = winner.Revision;
            }
        }
    }

    [Fact]
    public async Task People_read_the_register_with_etcdctl()
    {
        RealEtcd.Require();
        using var register = new EtcdRegister(
            new([etcd.Server.Url], "/people"), "site-a", TimeSpan.FromSeconds(2), TimeProvider.System, new ListLog());
        await register.Write(Group, Value, 0, Patient).Written();

        var printed = (await etcd.Server.Etcdctl("get", "--prefix", "/people")).Checked().Output;

        Assert.Equal($"/people/site-a/front\n{ValueAsJson}\n", printed);
    }

    [Fact]
    public async Task A_register_deleted_by_hand_is_absent_and_its_old_revision_useless()
    {
        RealEtcd.Require();
        using var register = new EtcdRegister(
            new([etcd.Server.Url], "/deleted"), "site-a", TimeSpan.FromSeconds(2), TimeProvider.System, new ListLog());
        long revision = await register.Write(Group, Value, 0, Patient).Written();
        (await etcd.Server.Etcdctl("del", "/deleted/site-a/front")).Checked();

        Assert.Equal(RegisterReading.Absent, await register.Write(Group, Value, revision, Patient).Refused());
        Assert.True(await register.Write(Group, Value, 0, Patient).Written() > revision);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_unknown_and_reading_back_shows_it()
    {
        RealEtcd.Require();
        await using var proxy = new CuttingProxy(etcd.Server.Url);
        using var register = At(proxy.Url);
        long first = await register.Write(Group, Value, 0, Patient).Written();

        proxy.CutAnswers = true;
        var lost = Value with { Counter = 43 };
        await register.Write(Group, lost, first, Patient).Unknown();
        proxy.CutAnswers = false;

        RegisterReading back = await register.Read(Group, Patient);
        Assert.Equal(lost, back.Value);
        Assert.True(back.Revision > first);
        await register.Write(Group, Value with { Counter = 44 }, back.Revision, Patient).Written();
    }

    [Fact]
    public async Task A_paused_server_leaves_a_write_unknown_and_reading_back_shows_what_became_of_it()
    {
        RealEtcd.Require();
        using var register = At(etcd.Server.Url);
        long first = await register.Write(Group, Value, 0, Patient).Written();
        var late = Value with { Counter = 43 };

        await etcd.Server.Pause();
        try
        {
            string reason = await register.Write(Group, late, first, In(Short)).Unknown();
            Assert.Contains("no answer within", reason);
            await Assert.ThrowsAsync<WitnessException>(() => register.Read(Group, In(Short)));
            Assert.NotNull(register.Health.FailingFor);
        }
        finally
        {
            await etcd.Server.Resume();
        }

        RegisterReading back = await register.Read(Group, Patient);
        Assert.True(back.Value == Value || back.Value == late, $"{back}");
        // The late write may still come between the two; then it is the one that is there.
        switch (await register.Write(Group, Value with { Counter = 44 }, back.Revision, Patient))
        {
            case WriteOutcome.Refused refused:
                Assert.Equal(first, back.Revision);
                Assert.Equal(late, refused.Current.Value);
                break;
            case var outcome:
                Assert.IsType<WriteOutcome.Written>(outcome);
                break;
        }
        Assert.Null(register.Health.FailingFor);
    }

    [Fact]
    public async Task A_stopped_server_fails_the_calls_and_has_the_register_when_it_is_back()
    {
        RealEtcd.Require();
        using var register = At(etcd.Server.Url);
        long first = await register.Write(Group, Value, 0, Patient).Written();

        await etcd.Server.Stop();
        // The kept connection is closed, so it shows as such or as one that cannot be made.
        await register.Write(Group, Value, first, Patient).Unknown();
        Assert.Contains("cannot be reached: Connection refused", await register.Write(Group, Value, first, Patient).Unknown());
        await etcd.Server.Start();

        Assert.Equal(new(Value, first), await register.Read(Group, Patient));
    }
}
