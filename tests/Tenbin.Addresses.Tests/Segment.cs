using System.Diagnostics;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.Tests;

/// <summary>
/// Machines <c>a</c>, <c>b</c> and <c>c</c> on one bridge, each a namespace with <c>eth0</c>: 10.1.0.N/24, fd01::N/64,
/// MAC 02:00:00:00:00:0N.
/// </summary>
internal sealed class Segment : IDisposable
{
    private readonly string _id = Guid.NewGuid().ToString("N")[..8];
    private readonly List<NetworkNamespace> _all = [];

    public Segment()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, "ip"))), "needs ip (iproute2)");
        try
        {
            Bridge = Create("br");
            Ip($"-n {Bridge} link add br0 type bridge");
            Ip($"-n {Bridge} link set br0 up");
            A = Join("a", 1);
            B = Join("b", 2);
            C = Join("c", 3);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public NetworkNamespace Bridge { get; }

    public NetworkNamespace A { get; }

    public NetworkNamespace B { get; }

    public NetworkNamespace C { get; }

    public static string Mac(int host) => $"02:00:00:00:00:0{host}";

    public static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var errors = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        Assert.True(ip.ExitCode == 0, $"ip {arguments}: {errors}");
    }

    /// <summary>The MAC that a machine's neighbour table has for an address now; it is not asked for.</summary>
    public static string? Known(NetworkNamespace machine, string address)
    {
        using var netlink = machine.Run(RouteNetlink.Open);
        return netlink.GetNeighbour(netlink.Link("eth0")!.Index, System.Net.IPAddress.Parse(address))?.Mac?.ToString();
    }

    public static bool Has(NetworkNamespace machine, string address)
    {
        using var netlink = machine.Run(RouteNetlink.Open);
        return netlink.Addresses().Any(found => found.Address.ToString() == address);
    }

    /// <summary>Makes the machine learn an address by asking for it.</summary>
    public static async Task Learn(NetworkNamespace machine, string address, int host)
    {
        using (var netlink = machine.Run(RouteNetlink.Open))
        {
            netlink.EnsureNeighbour(netlink.Link("eth0")!.Index, System.Net.IPAddress.Parse(address));
            await TestKit.Eventually.Holds(() => Known(machine, address) == Mac(host), $"{machine} has resolved {address}");
            netlink.ReleaseNeighbour(netlink.Link("eth0")!.Index, System.Net.IPAddress.Parse(address));
        }
    }

    public void Dispose()
    {
        foreach (var made in _all)
        {
            made.Delete();
        }
    }

    private NetworkNamespace Create(string name)
    {
        var made = NetworkNamespace.Create($"ta-{_id}-{name}");
        _all.Add(made);
        return made;
    }

    private NetworkNamespace Join(string name, int host)
    {
        var machine = Create(name);
        Ip($"-n {Bridge} link add to-{name} type veth peer name eth0 address {Mac(host)} netns {machine}");
        Ip($"-n {Bridge} link set to-{name} master br0 up");
        Ip($"-n {machine} addr add 10.1.0.{host}/24 dev eth0");
        Ip($"-n {machine} addr add fd01::{host}/64 dev eth0 nodad");
        Ip($"-n {machine} link set lo up");
        // A link-local address that waits for no duplicate detection.
        machine.Run(() => Sysctl.Write("net/ipv6/conf/eth0/accept_dad", "0"));
        Ip($"-n {machine} link set eth0 up");
        return machine;
    }
}
