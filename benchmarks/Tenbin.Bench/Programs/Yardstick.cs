using Tenbin.Linux.Bpf;

namespace Tenbin.Bench.Programs;

/// <summary>The benchmark's own BPF programs.</summary>
internal static class Yardstick
{
    public const string BareHop = "bare_hop";
    public const string EmptyTc = "empty_tc";
    public const string EmptyXdp = "empty_xdp";

    /// <summary>Parses them; loads nothing yet.</summary>
    public static BpfObject Open()
    {
        using var stream = typeof(Yardstick).Assembly.GetManifestResourceStream("bare_hop.bpf.o")!;
        var elf = new byte[stream.Length];
        stream.ReadExactly(elf);
        return BpfObject.Open(elf, "yardstick");
    }
}
