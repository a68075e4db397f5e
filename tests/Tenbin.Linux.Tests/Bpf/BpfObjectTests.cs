using Tenbin.Linux.Bpf;

namespace Tenbin.Linux.Tests.Bpf;

public sealed class BpfObjectTests(BpfFixture fixture)
{
    [Fact]
    public void Lists_what_the_file_holds()
    {
        Machine.RequireBpf();
        using var obj = BpfObject.Open(fixture.Elf, "sample");
        Assert.Equal(["on_tc", "on_xdp", "on_xdp_too", "refused"], obj.Programs.Order());
        Assert.Contains("table", obj.Maps);
        Assert.Equal(10000u, obj.MaxEntries("table"));
    }

    [Fact]
    public void Loads_only_the_chosen_programs()
    {
        Machine.RequireBpf();
        using var obj = fixture.Load("on_xdp");
        using var program = obj.Program("on_xdp");
        Assert.Equal("on_xdp", program.Name);
        Assert.Equal(16, program.Tag.Length);
        var error = Assert.Throws<ArgumentException>(() => obj.Program("on_tc"));
        Assert.Contains("was not chosen", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_and_maps_outlive_the_object()
    {
        Machine.RequireBpf();
        BpfMap map;
        using (var obj = fixture.Load("on_tc"))
        {
            map = obj.Map("table");
        }

        using (map)
        {
            Assert.True(map.Update(1u, 2ul));
        }
    }

    [Fact]
    public void Garbage_is_refused_with_a_sentence()
    {
        var error = Assert.Throws<BpfException>(() => BpfObject.Open("not an ELF file"u8, "garbage"));
        Assert.StartsWith("parse BPF object garbage: ", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Log!);
    }

    [Fact]
    public void A_verifier_rejection_shows_its_tail_and_keeps_the_whole_log()
    {
        Machine.RequireBpf();
        using var obj = BpfObject.Open(fixture.Elf, "sample");
        obj.LoadOnly("refused");
        var error = Assert.Throws<BpfException>(obj.Load);
        Assert.StartsWith("load BPF object sample: EACCES", error.Message, StringComparison.Ordinal);
        Assert.Contains("invalid mem access", error.Message, StringComparison.Ordinal);
        Assert.Contains("BEGIN PROG LOAD LOG", error.Log, StringComparison.Ordinal);
        Assert.Contains("prog 'refused'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_log_is_cut_to_its_last_lines()
    {
        var tail = BpfException.Tail(string.Join('\n', Enumerable.Range(1, 50)));
        Assert.StartsWith("… (30 lines before)\n31\n", tail, StringComparison.Ordinal);
        Assert.EndsWith("\n50", tail, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_and_constants_are_set_before_the_load()
    {
        Machine.RequireBpf();
        using var obj = BpfObject.Open(fixture.Elf, "sample");
        obj.LoadOnly("on_tc");
        obj.SetMaxEntries("table", 77);
        obj.SetConstant("verdict", 42u);
        Assert.Throws<ArgumentException>(() => obj.SetConstant("verdict", 42ul));
        Assert.Throws<ArgumentException>(() => obj.SetConstant("nothing", 42u));
        obj.Load();
        using var map = obj.Map("table");
        using var program = obj.Program("on_tc");
        Assert.Equal(77u, map.MaxEntries);
        Assert.Equal(42u, program.TestRun(new byte[64], new byte[64]).ReturnValue);
    }

    [Fact]
    public void An_existing_map_is_adopted_with_its_contents()
    {
        Machine.RequireBpf();
        using var old = BpfMap.Create(BpfMapType.Hash, "other_name", 4, 8, 10000);
        old.Update(0u, 5ul);
        using var obj = BpfObject.Open(fixture.Elf, "sample");
        obj.LoadOnly("on_tc");
        obj.ReuseMap("table", old);
        obj.Load();
        using var map = obj.Map("table");
        using var program = obj.Program("on_tc");
        Assert.Equal(old.Id, map.Id);
        Assert.Equal(5u, program.TestRun(new byte[64], new byte[64]).ReturnValue);
    }

    [Fact]
    public void A_map_of_another_shape_is_not_adopted()
    {
        Machine.RequireBpf();
        using var old = BpfMap.Create(BpfMapType.Hash, "old", 4, 16, 10000);
        using var obj = BpfObject.Open(fixture.Elf, "sample");
        Assert.Equal("value size is 16, needed is 8", obj.Incompatibility("table", old));
        Assert.Throws<BpfException>(() => obj.ReuseMap("table", old));
    }

    [Fact]
    public void A_pinned_map_is_found_again_by_its_path()
    {
        Machine.RequireBpf();
        var path = fixture.FreshPath();
        uint first, second;
        using (var obj = BpfObject.Open(fixture.Elf, "sample"))
        {
            first = LoadPinned(obj, path);
        }

        using (var obj = BpfObject.Open(fixture.Elf, "sample"))
        {
            second = LoadPinned(obj, path);
        }

        Assert.Equal(first, second);
    }

    private static uint LoadPinned(BpfObject obj, string path)
    {
        obj.LoadOnly("on_tc");
        obj.SetPinPath("table", path);
        obj.Load();
        using var map = obj.Map("table");
        return map.Id;
    }
}
