using System.Collections.Concurrent;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.NextHops;
using Tenbin.Linux;
using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Gating;

/// <summary>The relays' maps: which way leads to which node, and what comes from it. Places are set from any thread, all else is the reconciler's.</summary>
internal sealed class RelayTable(EbpfMaps maps, GateTable gates)
{
    private readonly ConcurrentDictionary<byte, IReadOnlyList<NodePlace>> _places = [];

    /// <inheritdoc cref="IRelay.SetPlaces"/>
    public void SetPlaces(byte node, IReadOnlyList<NodePlace> places) => _places[node] = places;

    /// <summary>This machine's own places.</summary>
    public IReadOnlyList<NodePlace> Own(INextHops hops) =>
    [
        .. from place in hops.Interfaces
           from address in place.Addresses
           where !gates.IsGated(address)
           select new NodePlace(address, place.Mac),
    ];

    /// <summary>Makes the maps hold what the nodes have said. What a daemon before this one has heard of a node stays until that node speaks.</summary>
    public void Reconcile(INextHops hops)
    {
        var ways = new Dictionary<RelayKey, RelayEntry>();
        foreach (var (node, places) in _places)
        {
            foreach (var place in hops.Interfaces)
            {
                if (On(place, places) is { } mac)
                {
                    ways[new RelayKey((uint)place.Index, node)] = new RelayEntry(MacEntry.From(mac), MacEntry.From(place.Mac));
                }
            }
        }

        var senders = new Dictionary<MacEntry, uint>();
        foreach (var (node, places) in _places)
        {
            foreach (var place in places)
            {
                senders[MacEntry.From(place.Mac)] = node;
            }
        }

        Hold(maps.Relays, ways, (key, _) => key.Node);
        Hold(maps.Relayers, senders, (_, node) => node);
    }

    private static MacAddress? On(Interface place, IReadOnlyList<NodePlace> places)
    {
        foreach (var candidate in places)
        {
            if (place.Networks.Any(network => network.Contains(candidate.Address)))
            {
                return candidate.Mac;
            }
        }

        return null;
    }

    private void Hold<TKey, TValue>(BpfMap map, Dictionary<TKey, TValue> wanted, Func<TKey, TValue, uint> nodeOf)
        where TKey : unmanaged, IEquatable<TKey>
        where TValue : unmanaged, IEquatable<TValue>
    {
        var held = map.Entries<TKey, TValue>().ToDictionary();
        foreach (var (key, value) in held.Where(entry => !wanted.ContainsKey(entry.Key)))
        {
            if (_places.ContainsKey((byte)nodeOf(key, value)))
            {
                map.Delete(key);
            }
        }

        foreach (var (key, value) in wanted)
        {
            if (!held.TryGetValue(key, out var before) || !before.Equals(value))
            {
                map.Update(key, value);
            }
        }
    }
}
