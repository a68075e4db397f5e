using Tenbin.Linux.Bpf;

namespace Tenbin.Linux.Tests.Bpf;

public sealed class BpfMapTests(BpfFixture fixture)
{
    [Fact]
    public void Entries_are_written_read_and_removed()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.Hash, "hash", 4, 8, 100);
        Assert.False(map.TryLookup(1u, out ulong _));
        Assert.False(map.Update(1u, 10ul, BpfUpdate.Exist));
        Assert.True(map.Update(1u, 10ul));
        Assert.False(map.Update(1u, 11ul, BpfUpdate.NoExist));
        Assert.True(map.TryLookup(1u, out ulong value));
        Assert.Equal(10ul, value);
        Assert.True(map.Delete(1u));
        Assert.False(map.Delete(1u));
    }

    [Fact]
    public void A_key_or_value_of_the_wrong_size_is_refused_before_the_kernel()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.Hash, "hash", 4, 8, 100);
        Assert.Throws<ArgumentException>(() => map.TryLookup(1ul, out ulong _));
        Assert.Throws<ArgumentException>(() => map.Update(1u, 1u));
    }

    [Fact]
    public void A_full_map_says_so()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.Hash, "tiny", 4, 4, 1);
        map.Update(1u, 1u);
        var error = Assert.Throws<BpfException>(() => map.Update(2u, 2u));
        Assert.Contains("update map tiny: full with 1 entries", error.Message, StringComparison.Ordinal);
        Assert.Contains("E2BIG", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BpfMapType.Hash)]
    [InlineData(BpfMapType.Array)]
    [InlineData(BpfMapType.LruHash)]
    public void Many_entries_go_in_and_come_out_in_batches(BpfMapType type)
    {
        Machine.RequireRoot();
        const int count = 5000;
        using var map = BpfMap.Create(type, "many", 4, 4, type == BpfMapType.LruHash ? 100_000u : count);
        var keys = Enumerable.Range(0, count).Select(i => (uint)i).ToArray();
        var values = keys.Select(key => key * 3).ToArray();
        map.UpdateBatch<uint, uint>(keys, values);
        var entries = map.Entries<uint, uint>().ToDictionary();
        Assert.Equal(count, entries.Count);
        Assert.All(entries, entry => Assert.Equal(entry.Key * 3, entry.Value));
    }

    [Fact]
    public void An_empty_map_has_no_entries()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.Hash, "empty", 4, 4, 10);
        Assert.Empty(map.Entries<uint, uint>());
    }

    [Fact]
    public void A_type_without_batches_is_read_key_by_key()
    {
        Machine.RequireRoot();
        using var devices = BpfMap.Create(BpfMapType.DeviceMapHash, "devices", 4, 4, 10);
        devices.UpdateBatch<uint, uint>([7], [1]);
        Assert.Equal([new(7u, 1u)], devices.Entries<uint, uint>());
        devices.DeleteBatch<uint>([7, 8]);
        Assert.Empty(devices.Entries<uint, uint>());
    }

    [Fact]
    public void Deleting_in_a_batch_passes_over_missing_keys()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.Hash, "hash", 4, 4, 100);
        map.UpdateBatch<uint, uint>([1, 2, 3, 4], [1, 2, 3, 4]);
        map.DeleteBatch<uint>([1, 99, 2, 98, 97, 4, 96]);
        Assert.Equal([new(3u, 3u)], map.Entries<uint, uint>());
    }

    [Theory]
    [InlineData(BpfMapType.Hash)]
    [InlineData(BpfMapType.DeviceMapHash)]
    public void A_refused_batch_says_how_far_it_came(BpfMapType type)
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(type, "small", 4, 4, 2);
        var error = Assert.Throws<BpfException>(() => map.UpdateBatch<uint, uint>([1, 2, 3], [1, 1, 1]));
        Assert.Contains("2 of 3 entries done", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_cpu_has_its_value()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.PerCpuHash, "percpu", 4, 4, 1000);
        var values = Enumerable.Range(5, BpfMap.PossibleCpus).ToArray();
        map.UpdatePerCpu<uint, int>(9, values);
        var read = new int[BpfMap.PossibleCpus];
        Assert.True(map.TryLookupPerCpu(9u, read.AsSpan()));
        Assert.Equal(values, read);
        Assert.Equal(values, Assert.Single(map.PerCpuEntries<uint, int>()).Value);
        Assert.False(map.TryLookupPerCpu(10u, read.AsSpan()));
    }

    [Fact]
    public void Maps_go_into_a_map_and_are_read_as_ids()
    {
        Machine.RequireBpf();
        using var obj = fixture.Load("on_tc");
        using var rings = obj.Map("rings");
        using var small = BpfMap.Create(BpfMapType.Array, "small", 4, 4, 13, BpfMapFlags.InnerMap);
        using var large = BpfMap.Create(BpfMapType.Array, "large", 4, 4, 65537, BpfMapFlags.InnerMap);
        rings.UpdateInner(0u, small);
        rings.UpdateInnerBatch<uint>([1, 2], [large, small]);
        Assert.True(rings.TryLookup(1u, out uint id));
        Assert.Equal(large.Id, id);
        using var reopened = BpfMap.OpenById(id);
        Assert.Equal(65537u, reopened!.MaxEntries);
        Assert.Equal(3, rings.Entries<uint, uint>().Count(entry => entry.Value != 0));
    }

    [Fact]
    public void A_pinned_map_is_opened_again_and_tells_its_memory()
    {
        Machine.RequireRoot();
        var path = fixture.FreshPath();
        using var map = BpfMap.Create(BpfMapType.Array, "pinned", 4, 8, 1000);
        map.Pin(path);
        using var reopened = BpfMap.OpenPinned(path);
        Assert.Equal(map.Id, reopened.Id);
        Assert.Equal((BpfMapType.Array, 4u, 8u, 1000u, "pinned"), (reopened.Type, reopened.KeySize, reopened.ValueSize, reopened.MaxEntries, reopened.Name));
        Assert.InRange(map.MemoryUse(), 8000, 100_000);
    }
}
