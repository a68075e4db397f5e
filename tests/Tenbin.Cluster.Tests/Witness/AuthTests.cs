using Tenbin.Cluster.Witness;
using Tenbin.Lab.Servers;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

[Collection(nameof(RealEtcd))]
public sealed class AuthTests
{
    [Fact]
    public async Task A_user_with_a_grant_on_the_prefix_is_enough_and_its_token_is_renewed()
    {
        RealEtcd.Require();
        await using var etcd = await EtcdCluster.StartOnLoopback(1);
        EtcdServer server = etcd.Members[0];
        foreach (string[] command in new string[][]
        {
            ["user", "add", "root:toor"],
            ["user", "add", "tenbin:correct horse"],
            ["user", "add", "guest:guest"],
            ["role", "add", "witness"],
            ["role", "grant-permission", "--prefix=true", "witness", "readwrite", "/tenbin/"],
            ["user", "grant-role", "root", "root"],
            ["user", "grant-role", "tenbin", "witness"],
            ["auth", "enable"],
        })
        {
            (await server.Etcdctl(command)).Checked();
        }

        using var register = As("tenbin", "correct horse");
        var holder = new Holder(register);
        Assert.True(await holder.Renew(Patient));
        Assert.Equal(holder.Revision, (await register.Read(Group, Patient)).Revision);

        // A restarted member knows no token (of the type "simple").
        await server.Stop();
        await server.Start();
        await holder.RenewUntilWritten(times: 2);

        using var wrong = As("tenbin", "wrong");
        Assert.Contains(
            "login of tenbin: ", await wrong.Write(Group, Value, 0, Patient).Unknown());
        using var guest = As("guest", "guest");
        Assert.Contains("403: etcdserver: permission denied; grant the user readwrite", await guest.Write(Group, Value, 0, Patient).Unknown());
        using var nobody = At(server.Url);
        Assert.Contains("user name is empty", await nobody.Write(Group, Value, 0, Patient).Unknown());

        EtcdRegister As(string user, string password) => With(new([server.Url]) { User = user, Password = password });
    }

    [Fact]
    public async Task A_user_at_an_etcd_without_authentication_is_told_so()
    {
        RealEtcd.Require();
        await using var etcd = await EtcdCluster.StartOnLoopback(1);
        using var register = With(new([etcd.Members[0].Url]) { User = "tenbin", Password = "correct horse" });

        Assert.Contains("authentication is not enabled", await register.Write(Group, Value, 0, Patient).Unknown());
    }
}
