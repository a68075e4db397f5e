using System.Net;
using Tenbin.Linux;

namespace Tenbin.Director.Startup;

/// <summary>What the daemon asks of the machine before it starts, and about its addresses while it runs.</summary>
internal interface IMachine
{
    /// <summary>Names of the capabilities that the process lacks, e.g. <c>CAP_NET_ADMIN</c>; empty = it may do all.</summary>
    IReadOnlyList<string> MissingCapabilities();

    /// <summary>Release of the running kernel.</summary>
    KernelVersion Kernel { get; }

    /// <summary>True when <paramref name="directory"/> exists and lies in a bpffs.</summary>
    bool IsInBpfFs(string directory);

    /// <summary>Names of the network interfaces.</summary>
    IReadOnlySet<string> Interfaces();

    /// <summary>Every address on an interface of this machine.</summary>
    IReadOnlySet<IPAddress> LocalAddresses();

    /// <summary>Addresses of an interface, in the kernel's order: the primary one of each network first; empty = there is none of that name.</summary>
    IReadOnlyList<IPAddress> AddressesOf(string interfaceName);

    /// <summary>Takes the lock file for this process.</summary>
    /// <returns>Null when another process holds it, whose id is then in <paramref name="holder"/> if it is known.</returns>
    IDisposable? TryLock(string path, out int? holder);
}
