using System.Net;
using Tenbin.Director.Startup;
using Tenbin.Linux;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>A machine on which all is well until the test says otherwise.</summary>
internal sealed class FakeMachine : IMachine
{
    public List<string> Missing { get; } = [];

    public KernelVersion Kernel { get; set; } = new(6, 1);

    public bool HasBpfFs { get; set; } = true;

    public HashSet<IPAddress> Addresses { get; } = [IPAddress.Parse("172.18.1.199"), IPAddress.Parse("172.18.1.200")];

    public IReadOnlyList<string> MissingCapabilities() => Missing;

    public bool IsInBpfFs(string directory) => HasBpfFs;

    public IReadOnlySet<string> Interfaces() => new HashSet<string> { "lo", "eth0" };

    public IReadOnlySet<IPAddress> LocalAddresses() => Addresses;

    public IReadOnlyList<IPAddress> AddressesOf(string interfaceName) => interfaceName == "eth0" ? [.. Addresses] : [];

    public IDisposable? TryLock(string path, out int? holder) => FileLock.TryAcquire(path, out holder);
}
