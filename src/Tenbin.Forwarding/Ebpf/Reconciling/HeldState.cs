using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;

namespace Tenbin.Forwarding.Ebpf.Reconciling;

/// <summary>What the kernel holds of services and servers at one moment.</summary>
internal sealed class HeldState
{
    public HeldState(Dictionary<ServiceKey, ServiceEntry> services, List<ServerEntry> servers)
    {
        Services = services;
        Servers = servers;
    }

    public Dictionary<ServiceKey, ServiceEntry> Services { get; }

    /// <summary>Server slots by index; beyond the end all are free and were never used.</summary>
    public List<ServerEntry> Servers { get; }

    public static HeldState Read(EbpfMaps maps, ServerExtent extent)
    {
        var services = maps.Services.Entries<ServiceKey, ServiceEntry>().ToDictionary(pair => pair.Key, pair => pair.Value);
        var servers = maps.Servers.Entries<uint, ServerEntry>().Take(extent.End).Select(pair => pair.Value).ToList();
        return new HeldState(services, servers);
    }
}

/// <summary>
/// How far into the server slots a reader has to look: a bound found once and raised by whoever takes a slot, so that
/// a table for 65,536 servers costs no more than the servers in it.
/// </summary>
internal sealed class ServerExtent
{
    private int _revision;

    public int End { get; private set; }

    public static ServerExtent Find(EbpfMaps maps)
    {
        var end = 0;
        foreach (var (index, server) in maps.Servers.Entries<uint, ServerEntry>())
        {
            if (server.Generation != 0)
            {
                end = (int)index + 1;
            }
        }

        return new ServerExtent { End = end };
    }

    /// <summary>Grows when services or servers have changed, as this process did it.</summary>
    public int Revision => Volatile.Read(ref _revision);

    public void Include(int index) => End = Math.Max(End, index + 1);

    public void Changed() => Interlocked.Increment(ref _revision);
}
