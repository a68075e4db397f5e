using System.Runtime.InteropServices;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Linux.Bpf;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests.Kernel;

/// <summary>One frame through a program, as if it came in on an interface.</summary>
internal static class TestRun
{
    private const int SkBuffSize = 192, IngressInterface = 36, Interface = 40, GsoSegments = 164, GsoSize = 176;
    private const int XdpSize = 24, XdpDataEnd = 4, XdpIngressInterface = 12;
    private const int Room = 8192;

    // BPF_F_TEST_SKB_CHECKSUM_COMPLETE (Linux 6.17): the NIC has summed the packet; that sum must be right afterwards.
    private const uint SummedByNic = 1 << 2;

    /// <summary>Bytes of the shortest frame of a family that the kernel takes: at tc it wants a whole IP header.</summary>
    public static int Shortest(Hook hook, Family family) =>
        Ethernet.HeaderLength + (hook == Hook.Xdp ? 0 : family == Family.V4 ? 20 : 40);

    /// <param name="program">A tc program.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="interfaceIndex">Where it comes in; its MAC decides whether the frame is for this machine.</param>
    /// <param name="gsoSize">Payload bytes of each segment; 0 for a packet that is only one.</param>
    /// <param name="segments">How many they are.</param>
    /// <param name="isSummed">The packet comes with a sum over all of it.</param>
    public static Outcome Tc(BpfProgram program, byte[] frame, int interfaceIndex, int gsoSize = 0, int segments = 0, bool isSummed = false)
    {
        var context = new byte[SkBuffSize];
        Write(context, IngressInterface, interfaceIndex);
        Write(context, Interface, interfaceIndex);
        Write(context, GsoSegments, segments);
        Write(context, GsoSize, gsoSize);
        var (verdict, output) = Run(program, frame, context, isSummed ? SummedByNic : 0);
        return new Outcome(
            verdict switch
            {
                uint.MaxValue => Verdict.Pass,
                2 => Verdict.Drop,
                7 => Verdict.Redirect,
                _ => throw new InvalidOperationException($"tc verdict {verdict}"),
            },
            output);
    }

    public static Outcome Xdp(BpfProgram program, byte[] frame, int interfaceIndex)
    {
        var context = new byte[XdpSize];
        Write(context, XdpDataEnd, frame.Length);
        Write(context, XdpIngressInterface, interfaceIndex);
        var (verdict, output) = Run(program, frame, context);
        return new Outcome(
            verdict switch
            {
                1 => Verdict.Drop,
                2 => Verdict.Pass,
                3 => Verdict.Transmit,
                4 => Verdict.Redirect,
                _ => throw new InvalidOperationException($"XDP verdict {verdict}"),
            },
            output);
    }

    private static (uint Verdict, byte[] Output) Run(BpfProgram program, byte[] frame, byte[] context, uint flags = 0)
    {
        var output = new byte[frame.Length + Room];
        var run = program.TestRun(frame, output, contextIn: context, flags: flags);
        return (run.ReturnValue, output[..run.OutputLength]);
    }

    private static void Write(byte[] context, int offset, int value) => MemoryMarshal.Write(context.AsSpan(offset), in value);
}
