using Tenbin.Linux.Bpf;

namespace Tenbin.Linux.Tests.Bpf;

/// <summary>Counts descriptors of the whole process, so no other test may open one meanwhile.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class DescriptorTests(BpfFixture fixture)
{
    private const string Alone = "alone";

    [Fact]
    public void Nothing_leaks_descriptors()
    {
        Machine.RequireBpf();
        Cycle();
        // What earlier tests left to the finalizers goes now and not in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = BpfDescriptors();
        for (var i = 0; i < 5; i++)
        {
            Cycle();
        }

        Assert.Equal(before, BpfDescriptors());
    }

    private void Cycle()
    {
        using var obj = fixture.Load("on_tc", "on_xdp");
        using var program = obj.Program("on_tc");
        using var map = obj.Map("table");
        using var again = BpfMap.OpenById(map.Id);
        using var refused = BpfObject.Open(fixture.Elf, "sample");
        refused.LoadOnly("refused");
        Assert.Throws<BpfException>(refused.Load);
    }

    private static int BpfDescriptors() => Directory.GetFiles("/proc/self/fd")
        .Count(fd => new FileInfo(fd).LinkTarget is { } target && (target.Contains("bpf", StringComparison.Ordinal) || target.Contains("btf", StringComparison.Ordinal)));
}
