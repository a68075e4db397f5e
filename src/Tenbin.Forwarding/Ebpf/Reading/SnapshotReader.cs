using System.Collections.Immutable;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.NextHops;
using Tenbin.Forwarding.Ebpf.Reconciling;

namespace Tenbin.Forwarding.Ebpf.Reading;

/// <summary>Counters and loads out of the maps.</summary>
internal sealed class SnapshotReader(EbpfMaps maps, ServerExtent extent)
{
    public DataPlaneSnapshot Read(INextHops hops, ImmutableArray<Attachment> attachments)
    {
        var held = HeldState.Read(maps, extent);
        var loads = maps.ServerLoads.Entries<uint, ServerLoad>().Take(extent.End).Select(pair => pair.Value).ToArray();
        var traffic = maps.ServerTraffic.PerCpuEntries<uint, TrafficEntry>().Take(extent.End).Select(pair => Sum(pair.Value)).ToArray();
        var names = hops.Interfaces.ToDictionary(place => (uint)place.Index, place => place.Name);
        var byService = Enumerable.Range(0, held.Servers.Count)
            .Where(index => !held.Servers[index].IsFree)
            .ToLookup(index => held.Servers[index].Service);
        return new DataPlaneSnapshot
        {
            Services = [.. held.Services.Select(pair => Service(pair.Key, pair.Value)).OrderBy(service => service.Service.ToString(), StringComparer.Ordinal)],
            Events = Events(),
            Sessions = byService.SelectMany(indexes => indexes).Sum(index => (long)loads[index].Active + loads[index].Inactive),
            SessionLimit = maps.Sessions.MaxEntries,
            KernelMemory = maps.MemoryUse(),
            Attachments = attachments,
        };

        ServiceCounters Service(ServiceKey key, ServiceEntry entry)
        {
            maps.RetiredTraffic.TryLookup(entry.Id, out TrafficEntry retired);
            ImmutableArray<ServerCounters> servers = [.. byService[entry.Id].Select(Server)];
            return new ServiceCounters(
                key.ToServiceAddress(), servers.Aggregate(retired.ToTraffic(), (sum, server) => sum + server.Traffic), servers);
        }

        ServerCounters Server(int index)
        {
            var entry = held.Servers[index];
            var name = names.GetValueOrDefault(entry.InterfaceIndex, "?");
            return new ServerCounters(
                entry.ToServerAddress(), traffic[index].ToTraffic(), loads[index].Active, loads[index].Inactive,
                NextHopText.Of(entry, name), entry.Method == ServerMethod.Local || entry.InterfaceIndex != 0);
        }
    }

    private ImmutableSortedDictionary<string, long> Events()
    {
        var counts = maps.Events.PerCpuEntries<uint, ulong>().ToDictionary(pair => pair.Key, pair => pair.Value.Sum(value => (long)value));
        return Enum.GetValues<PacketEvent>().ToImmutableSortedDictionary(
            EventName.Of, packetEvent => counts.GetValueOrDefault((uint)packetEvent), StringComparer.Ordinal);
    }

    private static TrafficEntry Sum(TrafficEntry[] values) => values.Aggregate(default(TrafficEntry), (sum, one) => sum + one);
}
