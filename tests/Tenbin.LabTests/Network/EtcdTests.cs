using Tenbin.Lab;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.LabTests.Network;

public sealed class EtcdTests
{
    [Fact]
    public async Task Etcd_on_three_machines_keeps_its_data_while_its_leader_moves_and_dies()
    {
        await using var lab = await LabNetwork.Create();
        var lan = await lab.AddSegment("lan");
        await using var etcd = await EtcdCluster.Start(
            await lab.AddMachine("etcd1", lan, 11), await lab.AddMachine("etcd2", lan, 12), await lab.AddMachine("etcd3", lan, 13));
        Assert.Equal(new Uri($"http://{lan.V4(11)}:2379"), etcd.Endpoints[0]);

        var first = await etcd.Leader();
        (await first.Etcdctl("put", "key", "value")).Checked();
        var second = await etcd.MoveLeader();
        Assert.NotEqual(first, second);
        await second.Kill();
        var third = await etcd.Leader();
        Assert.NotEqual(second, third);
        await second.Start();

        Assert.All(
            await Task.WhenAll(etcd.Members.Select(member => member.Etcdctl("get", "key"))),
            got => Assert.Equal("key\nvalue\n", got.Checked().Output));
    }

    [Fact]
    public async Task Single_etcd_answers_over_the_network_of_the_lab()
    {
        await using var lab = await LabNetwork.Create();
        var lan = await lab.AddSegment("lan");
        var director = await lab.AddMachine("lvs01", lan, 23);
        await using var etcd = await EtcdCluster.Start(await lab.AddMachine("etcd", lan, 11));

        (await director.Run("etcdctl", "--endpoints", $"http://{lan.V4(11)}:2379", "put", "key", "value")).Checked();

        Assert.Equal("key\nvalue\n", (await etcd.Members[0].Etcdctl("get", "key")).Checked().Output);
    }
}
