using Tenbin.Linux.Bpf;

namespace Tenbin.Linux.Tests.Bpf;

public sealed class BpfArrayMemoryTests
{
    [Fact]
    public void A_store_is_in_the_map_at_once_and_an_update_in_memory()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.Array, "mapped", 4, 16, 3, BpfMapFlags.Mappable);
        using var memory = BpfArrayMemory.Of(map);
        Assert.Equal(6, memory.Words);
        memory[5] = 7;
        Assert.True(map.TryLookup(2u, out (long First, long Second) value));
        Assert.Equal((0, 7), value);
        map.Update(0u, (8L, 9L));
        Assert.Equal((8, 9), (memory[0], memory[1]));
    }

    [Fact]
    public void It_outlives_the_maps_descriptor_and_ends_with_its_own_disposal()
    {
        Machine.RequireRoot();
        var map = BpfMap.Create(BpfMapType.Array, "mapped", 4, 8, 1, BpfMapFlags.Mappable);
        var memory = BpfArrayMemory.Of(map);
        map.Dispose();
        memory[0] = 7;
        Assert.Equal(7, memory[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory[-1] = 0);
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory[0]);
    }

    [Fact]
    public void A_map_that_is_not_mappable_is_refused_by_name()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.Array, "plain", 4, 8, 1);
        Assert.Contains("plain", Assert.Throws<BpfException>(() => BpfArrayMemory.Of(map)).Message, StringComparison.Ordinal);
    }
}
