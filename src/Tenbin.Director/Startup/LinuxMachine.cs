using System.Net;
using Tenbin.Linux;
using Tenbin.Linux.Bpf;
using Tenbin.Linux.Netlink;

namespace Tenbin.Director.Startup;

/// <summary>The machine that this process runs on, as seen from its network namespace.</summary>
internal sealed class LinuxMachine : IMachine
{
    /// <inheritdoc/>
    public KernelVersion Kernel => KernelVersion.Current;

    /// <inheritdoc/>
    public IReadOnlyList<string> MissingCapabilities()
    {
        var privileges = Privileges.Current;
        var missing = new List<string>();
        if (!privileges.MayUseBpf)
        {
            missing.AddRange(["CAP_BPF", "CAP_PERFMON", "CAP_NET_ADMIN (or CAP_SYS_ADMIN)"]);
        }
        else if (!privileges.Has(Capability.NetAdmin))
        {
            missing.Add("CAP_NET_ADMIN");
        }

        return missing;
    }

    /// <inheritdoc/>
    public bool IsInBpfFs(string directory) => BpfFs.IsBpfFs(directory);

    /// <inheritdoc/>
    public IReadOnlySet<string> Interfaces()
    {
        using var network = RouteNetlink.Open();
        return network.Links().Select(link => link.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlySet<IPAddress> LocalAddresses()
    {
        using var network = RouteNetlink.Open();
        return network.Addresses().Select(address => address.Address).ToHashSet();
    }

    /// <inheritdoc/>
    public IReadOnlyList<IPAddress> AddressesOf(string interfaceName)
    {
        using var network = RouteNetlink.Open();
        var link = network.Links().FirstOrDefault(one => one.Name == interfaceName);
        return link is null ? [] : [.. network.Addresses().Where(address => address.InterfaceIndex == link.Index).Select(address => address.Address)];
    }

    /// <inheritdoc/>
    public IDisposable? TryLock(string path, out int? holder) => FileLock.TryAcquire(path, out holder);
}
