using System.Diagnostics;

namespace Tenbin.Linux.Tests;

/// <summary>Two fresh namespaces joined by a veth pair: <c>near</c> (10.1.0.1, fd01::1) and <c>far</c> (10.1.0.2, fd01::2).</summary>
internal sealed class TestNetwork : IDisposable
{
    public const string NearMac = "02:00:00:00:00:01";
    public const string FarMac = "02:00:00:00:00:02";

    public TestNetwork()
    {
        Machine.RequireIp();
        var id = Guid.NewGuid().ToString("N")[..8];
        Near = NetworkNamespace.Create($"tl-{id}-near");
        Far = NetworkNamespace.Create($"tl-{id}-far");
        try
        {
            Join();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public NetworkNamespace Near { get; }

    public NetworkNamespace Far { get; }

    public static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var errors = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        Assert.True(ip.ExitCode == 0, $"ip {arguments}: {errors}");
    }

    public void Dispose()
    {
        Near.Delete();
        Far.Delete();
    }

    private void Join()
    {
        Ip($"-n {Near} link add near0 address {NearMac} type veth peer name far0 address {FarMac} netns {Far}");
        foreach (var (ns, device, host) in new[] { (Near, "near0", 1), (Far, "far0", 2) })
        {
            Ip($"-n {ns} addr add 10.1.0.{host}/24 dev {device}");
            Ip($"-n {ns} addr add fd01::{host}/64 dev {device} nodad");
            Ip($"-n {ns} link set lo up");
            Ip($"-n {ns} link set {device} up");
        }
    }
}
