using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Reconciling;

/// <summary>Server slots in the kernel.</summary>
internal sealed class ServerWriter(EbpfMaps maps)
{
    /// <summary>Takes a free slot for a new server: counters from zero, and a generation that no session remembers.</summary>
    public void Take(int index, ServerEntry server, uint oldGeneration)
    {
        maps.ServerLoads.Update((uint)index, default(ServerLoad));
        maps.ServerTraffic.UpdatePerCpu<uint, TrafficEntry>((uint)index, new TrafficEntry[BpfMap.PossibleCpus]);
        maps.Servers.Update((uint)index, server with { Generation = oldGeneration + 1 });
    }

    /// <summary>Changes what may change of a server while sessions use it.</summary>
    public void Change(int index, ServerEntry server) => maps.Servers.Update((uint)index, server);

    /// <summary>Frees a slot: its sessions end with its generation, its totals go to its service.</summary>
    public void Free(int index, ServerEntry server, bool serviceStays)
    {
        var traffic = Traffic(index);
        maps.Servers.Update((uint)index, new ServerEntry { Generation = server.Generation + 1 });
        if (serviceStays && maps.RetiredTraffic.TryLookup(server.Service, out TrafficEntry retired))
        {
            maps.RetiredTraffic.Update(server.Service, retired + traffic);
        }
    }

    private TrafficEntry Traffic(int index)
    {
        var values = new TrafficEntry[BpfMap.PossibleCpus];
        maps.ServerTraffic.TryLookupPerCpu<uint, TrafficEntry>((uint)index, values);
        return values.Aggregate(default(TrafficEntry), (sum, one) => sum + one);
    }
}
