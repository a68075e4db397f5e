using System.Buffers.Binary;
using Tenbin.Linux.Bpf;

namespace Tenbin.Linux.Tests.Bpf;

public sealed class BpfProgramTests(BpfFixture fixture)
{
    [Fact]
    public void A_test_run_gives_verdict_packet_and_context()
    {
        Machine.RequireBpf();
        using var obj = fixture.Load("on_tc");
        using var program = obj.Program("on_tc");
        var packet = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray();
        var output = new byte[256];
        var context = new byte[192];
        BinaryPrimitives.WriteUInt32LittleEndian(context.AsSpan(8), 41);
        var contextOut = new byte[192];
        var run = program.TestRun(packet, output, contextIn: context, contextOut: contextOut);
        Assert.Equal(0u, run.ReturnValue);
        Assert.Equal(packet, output[..run.OutputLength]);
        Assert.Equal(42u, BinaryPrimitives.ReadUInt32LittleEndian(contextOut.AsSpan(8)));
    }

    [Fact]
    public void A_test_run_repeats()
    {
        Machine.RequireBpf();
        using var obj = fixture.Load("on_tc");
        using var program = obj.Program("on_tc");
        using var counters = obj.Map("counters");
        program.TestRun(new byte[64], new byte[64], repeat: 1000);
        var counts = new uint[BpfMap.PossibleCpus];
        Assert.True(counters.TryLookupPerCpu(0u, counts.AsSpan()));
        Assert.Equal(1000L, counts.Sum(count => count));
    }

    [Fact]
    public void Too_small_an_output_is_refused()
    {
        Machine.RequireBpf();
        using var obj = fixture.Load("on_tc");
        using var program = obj.Program("on_tc");
        var error = Assert.Throws<BpfException>(() => program.TestRun(new byte[64], new byte[10]));
        Assert.Contains("ENOSPC", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pinned_program_is_opened_again()
    {
        Machine.RequireBpf();
        var path = fixture.FreshPath();
        using var obj = fixture.Load("on_xdp");
        using var program = obj.Program("on_xdp");
        program.Pin(path);
        using var reopened = BpfProgram.OpenPinned(path);
        using var byId = BpfProgram.OpenById(program.Id);
        Assert.Equal(program.Id, reopened.Id);
        Assert.Equal(program.Tag, byId!.Tag);
    }

    [Fact]
    public void A_pin_of_another_kind_is_not_mistaken()
    {
        Machine.RequireBpf();
        var path = fixture.FreshPath();
        using var map = BpfMap.Create(BpfMapType.Array, "array", 4, 4, 1);
        map.Pin(path);
        var error = Assert.Throws<BpfException>(() => BpfProgram.OpenPinned(path));
        Assert.Contains("no bpf-prog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gone_id_is_null() => RunAsRoot(() => Assert.Null(BpfProgram.OpenById(0x7fffffff)));

    [Fact]
    public void Pinning_outside_a_bpffs_says_how_to_mount_one()
    {
        Machine.RequireRoot();
        using var map = BpfMap.Create(BpfMapType.Array, "array", 4, 4, 1);
        var directory = Directory.CreateTempSubdirectory("tenbin-nobpffs-");
        try
        {
            var error = Assert.Throws<BpfException>(() => map.Pin(Path.Combine(directory.FullName, "map")));
            Assert.Contains("mount -t bpf", error.Message, StringComparison.Ordinal);
            Assert.False(BpfFs.IsBpfFs(directory.FullName));
            Assert.True(BpfFs.IsBpfFs(Path.GetDirectoryName(fixture.FreshPath())!));
        }
        finally
        {
            directory.Delete();
        }
    }

    private static void RunAsRoot(Action test)
    {
        Machine.RequireRoot();
        test();
    }
}
