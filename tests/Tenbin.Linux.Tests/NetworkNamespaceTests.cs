using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Tests;

public sealed class NetworkNamespaceTests
{
    [Fact]
    public void A_namespace_is_made_entered_and_removed()
    {
        Machine.RequireRoot();
        var name = $"tl-{Guid.NewGuid().ToString("N")[..8]}";
        var ns = NetworkNamespace.Create(name);
        try
        {
            Assert.Contains(name, NetworkNamespace.List());
            Assert.Equal(name, NetworkNamespace.Open(name).Name);
            Assert.Throws<LinuxException>(() => NetworkNamespace.Create(name));
            using var netlink = ns.Run(RouteNetlink.Open);
            Assert.Equal("lo", Assert.Single(netlink.Links()).Name);
        }
        finally
        {
            ns.Delete();
        }

        Assert.DoesNotContain(name, NetworkNamespace.List());
        Assert.Throws<LinuxException>(() => NetworkNamespace.Open(name));
        Assert.Throws<LinuxException>(() => ns.Run(() => { }));
    }

    [Fact]
    public void The_caller_stays_outside_and_gets_exceptions()
    {
        Machine.RequireRoot();
        using var network = new TestNetwork();
        var before = Namespace();
        var inside = network.Near.Run(Namespace);
        Assert.NotEqual(before, inside);
        Assert.Equal(before, Namespace());
        Assert.Throws<InvalidDataException>(() => network.Near.Run(() => throw new InvalidDataException()));
    }

    [Fact]
    public void A_process_started_inside_stays_inside()
    {
        using var network = new TestNetwork();
        var output = network.Near.Run(() =>
        {
            using var ip = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ip", "-o link") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return ip.StandardOutput.ReadToEnd();
        });
        Assert.Contains("near0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_below_net_are_those_of_the_namespace()
    {
        using var network = new TestNetwork();
        network.Near.Run(() =>
        {
            Sysctl.Write("net/ipv4/ip_forward", "1");
            Assert.Equal("1", Sysctl.Read("net/ipv4/ip_forward"));
            Sysctl.Write("net/ipv4/conf/near0/rp_filter", "2");
            Assert.Equal("2", Sysctl.Read("net/ipv4/conf/near0/rp_filter"));
            Assert.Null(Sysctl.Read("net/ipv4/conf/nothing0/rp_filter"));
            var missing = Assert.Throws<LinuxException>(() => Sysctl.Write("net/ipv4/nothing", "1"));
            Assert.Contains("set sysctl net/ipv4/nothing to 1: ENOENT", missing.Message, StringComparison.Ordinal);
            Assert.Throws<LinuxException>(() => Sysctl.Write("net/ipv4/ip_forward", "many"));
        });
        Assert.Equal("0", network.Far.Run(() => Sysctl.Read("net/ipv4/ip_forward")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void A_name_that_leaves_the_folder_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => NetworkNamespace.Create(name));

    private static string? Namespace() => new FileInfo("/proc/thread-self/ns/net").LinkTarget;
}
