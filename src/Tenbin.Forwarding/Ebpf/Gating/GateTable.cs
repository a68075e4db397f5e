using System.Net;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Gating;

/// <summary>The gate's maps. One thread at a time sets groups; deadlines are set and read beside it.</summary>
internal sealed class GateTable(EbpfMaps maps) : IDisposable
{
    private readonly BpfArrayMemory _gates = BpfArrayMemory.Of(maps.Gates);

    /// <summary>Whether any address is gated, as the programs see it.</summary>
    public bool AreInUse => maps.GateInUse.TryLookup(0u, out uint inUse) && inUse != 0;

    /// <inheritdoc cref="IGate.SetGroups"/>
    public void SetGroups(IReadOnlyList<GatedGroup> groups)
    {
        var wanted = Check(groups);
        var names = new long[IGate.MaxGroups];
        foreach (var group in groups)
        {
            names[group.Index] = GateEntry.HashOf(group.Name);
        }

        // A gate is closed before it changes hands, and stands before an address leads to it.
        for (var index = 0; index < names.Length; index++)
        {
            if (_gates[GroupWord(index)] != names[index])
            {
                SetDeadline(index, 0);
                _gates[Word(index, GateEntry.RelayWord)] = 0;
                _gates[Word(index, GateEntry.AcceptWord)] = 0;
                _gates[GroupWord(index)] = names[index];
            }
        }

        SetAddresses(wanted);
        var inUse = wanted.Count > 0 ? 1u : 0u;
        if (AreInUse != (inUse != 0))
        {
            maps.GateInUse.Update(0u, inUse);
        }
    }

    /// <inheritdoc cref="IGate.SetDeadline"/>
    public void SetDeadline(int group, long bootNanoseconds) => _gates[DeadlineWord(group)] = Math.Max(0, bootNanoseconds);

    /// <inheritdoc cref="IGate.ReadDeadline"/>
    public long ReadDeadline(int group) => _gates[DeadlineWord(group)];

    /// <inheritdoc cref="IRelay.Relay"/>
    public void Relay(int group, byte node, long until)
    {
        _gates[Word(group, GateEntry.AcceptWord)] = 0;
        _gates[Word(group, GateEntry.RelayWord)] = GateEntry.Until(until, node);
    }

    /// <inheritdoc cref="IRelay.Accept"/>
    public void Accept(int group, byte node, long until)
    {
        _gates[Word(group, GateEntry.RelayWord)] = 0;
        _gates[Word(group, GateEntry.AcceptWord)] = GateEntry.Until(until, node);
    }

    /// <summary>Whether an address moves with a group.</summary>
    public bool IsGated(IPAddress address) => maps.GateGroups.TryLookup(MappedAddress.From(address), out uint _);

    /// <summary>Addresses whose gate is open at <paramref name="bootNanoseconds"/>.</summary>
    public HashSet<MappedAddress> OpenAddresses(long bootNanoseconds) =>
        [.. maps.GateGroups.Entries<MappedAddress, uint>().Where(pair => ReadDeadline((int)pair.Value) > bootNanoseconds).Select(pair => pair.Key)];

    public void Dispose() => _gates.Dispose();

    private static int DeadlineWord(int group) => Word(group, GateEntry.DeadlineWord);

    private static int GroupWord(int group) => Word(group, GateEntry.GroupWord);

    private static int Word(int group, int word)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, IGate.MaxGroups);
        return group * GateEntry.Words + word;
    }

    private static Dictionary<MappedAddress, uint> Check(IReadOnlyList<GatedGroup> groups)
    {
        Dictionary<MappedAddress, uint> addresses = [];
        HashSet<int> indexes = [];
        HashSet<string> names = [];
        foreach (var group in groups)
        {
            if (group.Index is < 0 or >= IGate.MaxGroups || !indexes.Add(group.Index) || !names.Add(group.Name))
            {
                throw new ArgumentException(
                    $"group {group.Name} has index {group.Index}: names and indexes are unique, indexes below {IGate.MaxGroups}", nameof(groups));
            }

            foreach (var address in group.Addresses)
            {
                if (!addresses.TryAdd(MappedAddress.From(address), (uint)group.Index))
                {
                    throw new ArgumentException($"address {address} of group {group.Name} is named twice", nameof(groups));
                }
            }
        }

        return addresses.Count <= IGate.MaxAddresses
            ? addresses
            : throw new ArgumentException($"{addresses.Count} addresses are more than the {IGate.MaxAddresses} that can be gated", nameof(groups));
    }

    private void SetAddresses(Dictionary<MappedAddress, uint> wanted)
    {
        var held = maps.GateGroups.Entries<MappedAddress, uint>().ToDictionary();

        // What goes makes room first.
        foreach (var address in held.Keys.Where(address => !wanted.ContainsKey(address)))
        {
            maps.GateGroups.Delete(address);
        }

        foreach (var (address, group) in wanted)
        {
            if (!held.TryGetValue(address, out var before) || before != group)
            {
                maps.GateGroups.Update(address, group);
            }
        }
    }
}
