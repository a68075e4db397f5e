using Tenbin.Linux.Bpf;

namespace Tenbin.Forwarding.Ebpf.Kernel;

/// <summary>The compiled programs that this assembly carries.</summary>
internal static class BpfImage
{
    public const string TcProgram = "tenbin_tc";
    public const string XdpProgram = "tenbin_xdp";
    public const string GateEgressProgram = "tenbin_gate_egress";
    public const string ExplainProgram = "tenbin_explain";
    public const string ImportProgram = "tenbin_import";

    /// <summary>Parses them; loads nothing yet.</summary>
    public static BpfObject Open()
    {
        using var stream = typeof(BpfImage).Assembly.GetManifestResourceStream("tenbin.bpf.o")
            ?? throw new InvalidOperationException("this build of Tenbin carries no BPF programs");
        var elf = new byte[stream.Length];
        stream.ReadExactly(elf);
        return BpfObject.Open(elf, "tenbin");
    }
}
