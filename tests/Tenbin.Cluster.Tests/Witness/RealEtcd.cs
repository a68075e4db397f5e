using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>Debian's etcd, one for all the tests that leave it running.</summary>
public sealed class RealEtcd : IAsyncLifetime
{
    private EtcdCluster? _cluster;

    /// <summary>Of one member.</summary>
    public EtcdServer Server => _cluster!.Members[0];

    /// <exception cref="Xunit.Sdk.SkipException">This machine has no etcd.</exception>
    public static void Require() => Assert.SkipUnless(Find("etcd") && Find("etcdctl"), "needs etcd (etcd-server, etcd-client)");

    public async ValueTask InitializeAsync()
    {
        if (Find("etcd"))
        {
            _cluster = await EtcdCluster.StartOnLoopback(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    private static bool Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(directory => File.Exists(Path.Combine(directory, program)));
}
