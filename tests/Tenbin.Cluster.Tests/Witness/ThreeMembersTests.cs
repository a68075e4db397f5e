using Tenbin.Cluster.Witness;
using Tenbin.Lab.Servers;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

[Collection(nameof(RealEtcd))]
public sealed class ThreeMembersTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task One_stopped_member_is_done_without_whichever_it_is()
    {
        RealEtcd.Require();
        await using var etcd = await EtcdCluster.StartOnLoopback(3);
        using var register = At(etcd.Endpoints);
        var holder = new Holder(register);
        await holder.Renew(Patient);

        foreach (var member in etcd.Members)
        {
            await member.Stop();
            await holder.RenewUntilWritten(times: 3);
            Assert.NotEqual(member.Url, register.Health.Endpoint);
            await member.Start();
        }
    }

    [Fact]
    public async Task A_paused_member_costs_one_call()
    {
        RealEtcd.Require();
        await using var etcd = await EtcdCluster.StartOnLoopback(3);
        var leader = await etcd.Leader();
        var follower = etcd.Members.First(member => member != leader);
        using var register = At([follower.Url, .. etcd.Endpoints.Where(url => url != follower.Url)]);
        var holder = new Holder(register);
        await holder.Renew(Patient);

        await follower.Pause();
        Assert.Contains("no answer within", await register.Write(Group, Value, holder.Revision, In(Short)).Unknown());
        Assert.Equal(holder.Revision, (await register.Read(Group, Patient)).Revision);
        await holder.RenewUntilWritten(times: 3);
        Assert.NotEqual(follower.Url, register.Health.Endpoint);
        await follower.Resume();
    }

    [Fact]
    public async Task A_moved_leader_does_no_harm()
    {
        RealEtcd.Require();
        await using var etcd = await EtcdCluster.StartOnLoopback(3);
        using var register = At(etcd.Endpoints);
        var holder = new Holder(register);
        using var end = new CancellationTokenSource();
        Task renewing = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    await holder.Renew(In(Short));
                }
            },
            CancellationToken.None);

        var old = await etcd.Leader();
        Assert.NotEqual(old, await etcd.MoveLeader());
        await (await etcd.Leader()).Stop();
        await etcd.Leader();
        await end.CancelAsync();
        await renewing;

        await holder.RenewUntilWritten(times: 3);
    }

    [Fact]
    public async Task Invariant6_without_a_majority_of_members_a_write_is_never_confirmed_but_may_be_done_when_they_are_back()
    {
        RealEtcd.Require();
        await using var etcd = await EtcdCluster.StartOnLoopback(3);
        using var register = At(etcd.Endpoints);
        var holder = new Holder(register);
        await holder.Renew(Patient);

        await etcd.Members[1].Kill();
        await etcd.Members[2].Kill();
        foreach (var _ in etcd.Members)
        {
            Assert.False(await holder.Renew(In(Short)));
        }
        await Assert.ThrowsAsync<WitnessException>(() => register.Read(Group, In(Short)));

        await Task.WhenAll(etcd.Members[1].Start(), etcd.Members[2].Start());
        await holder.RenewUntilWritten(times: 3);
    }
}
