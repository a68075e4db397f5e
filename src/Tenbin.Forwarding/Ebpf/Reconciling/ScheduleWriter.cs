using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Reconciling;

/// <summary>
/// Scheduler tables in the kernel: each a frozen map of its own, swapped in as a whole, so that no packet sees half of
/// one. A frozen map cannot be changed from outside, so what an id has once been seen to hold it always holds.
/// </summary>
internal sealed class ScheduleWriter(EbpfMaps maps)
{
    private readonly Dictionary<uint, uint[]> _contents = [];

    /// <summary>Swaps in the tables that differ, all in one batch. Returns the service ids whose table changed.</summary>
    /// <param name="wanted">For each service id the indexes of servers, one a slot.</param>
    public IReadOnlyList<uint> Write(IReadOnlyDictionary<uint, uint[]> wanted)
    {
        List<uint> changed = [];
        List<BpfMap> tables = [];
        try
        {
            foreach (var (service, slots) in wanted)
            {
                if (Held(service) is not { } held || !held.AsSpan().SequenceEqual(slots))
                {
                    changed.Add(service);
                    tables.Add(Make(slots));
                }
            }

            if (changed.Count > 0)
            {
                maps.Schedules.UpdateInnerBatch<uint>(changed.ToArray(), tables.ToArray());
                Forget();
            }
        }
        finally
        {
            tables.ForEach(table => table.Dispose());
        }

        return changed;
    }

    public void Remove(uint service) => maps.Schedules.Delete(service);

    // Null: not to be known, since opening a table of an earlier daemon by its id takes CAP_SYS_ADMIN. It is swapped once.
    private uint[]? Held(uint service)
    {
        if (!maps.Schedules.TryLookup(service, out uint id) || id == 0)
        {
            return [];
        }

        if (!_contents.TryGetValue(id, out var slots))
        {
            try
            {
                using var table = BpfMap.OpenById(id);
                slots = table is null ? [] : [.. table.Entries<uint, uint>().Skip(1).Select(pair => pair.Value)];
            }
            catch (BpfException refused) when (refused.IsNotPermitted)
            {
                return null;
            }

            _contents[id] = slots;
        }

        return slots;
    }

    private BpfMap Make(uint[] slots)
    {
        var table = BpfMap.Create(
            BpfMapType.Array, "schedule", sizeof(uint), sizeof(uint), (uint)slots.Length + 1, BpfMapFlags.InnerMap);
        uint[] values = [(uint)slots.Length, .. slots];
        uint[] keys = [.. Enumerable.Range(0, values.Length).Select(i => (uint)i)];
        table.UpdateBatch<uint, uint>(keys, values);
        table.Freeze();
        _contents[table.Id] = slots;
        return table;
    }

    // Tables that were swapped out are gone from the kernel; keep what is still referred to.
    private void Forget()
    {
        HashSet<uint> live = [.. maps.Schedules.Entries<uint, uint>().Select(pair => pair.Value)];
        foreach (var id in _contents.Keys.Where(id => !live.Contains(id)).ToArray())
        {
            _contents.Remove(id);
        }
    }
}
