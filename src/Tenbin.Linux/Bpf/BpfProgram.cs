using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>A program in the kernel. It lives while a descriptor, a pin or an attachment holds it.</summary>
public sealed unsafe class BpfProgram : IDisposable
{
    internal BpfProgram(FileDescriptor descriptor)
    {
        Descriptor = descriptor;
        ProgramInfo info = default;
        BpfInfo.Read(descriptor, &info, (uint)sizeof(ProgramInfo), "program");
        Id = info.Id;
        Type = info.Type;
        Tag = Convert.ToHexStringLower(new ReadOnlySpan<byte>(info.Tag, 8));
        Name = BpfInfo.Text(info.Name);
    }

    internal FileDescriptor Descriptor { get; }

    /// <summary>The kernel's number for it, unique while it lives.</summary>
    public uint Id { get; }

    /// <summary><c>enum bpf_prog_type</c>: 3 tc, 6 XDP.</summary>
    public uint Type { get; }

    /// <summary>The kernel's hash over the instructions, 16 hex digits: equal tags, equal code (map contents and constants aside).</summary>
    public string Tag { get; }

    /// <summary>Its name, cut by the kernel to 15 characters.</summary>
    public string Name { get; }

    /// <summary>The program pinned at <paramref name="path"/>.</summary>
    /// <exception cref="BpfException">Nothing there, or not a program.</exception>
    public static BpfProgram OpenPinned(string path) => new(BpfFs.Open(path, "bpf-prog"));

    /// <summary>The program with this id, e.g. as found attached; null when it is gone.</summary>
    public static BpfProgram? OpenById(uint id) =>
        BpfInfo.OpenById(LibBpf.ProgramFdById(id), $"open program {id}") is { } fd ? new BpfProgram(fd) : null;

    /// <summary>Pins it: it then outlives this process. The file must not exist.</summary>
    public void Pin(string path) => BpfFs.Pin(Descriptor, path);

    /// <summary>Runs it <paramref name="repeat"/> times on <paramref name="packet"/> in the kernel, attached nowhere.</summary>
    /// <param name="packet">The packet from its Ethernet header on; at least 14 bytes.</param>
    /// <param name="output">Receives the resulting packet.</param>
    /// <param name="repeat">Runs; more than one only for timing, since each starts from the last one's packet.</param>
    /// <param name="contextIn">Optional <c>struct __sk_buff</c> or <c>xdp_md</c> to start with.</param>
    /// <param name="contextOut">Optional; receives the context afterwards.</param>
    /// <param name="flags">Raw <c>BPF_F_TEST_*</c> flags.</param>
    /// <exception cref="BpfException">Refused; ENOSPC when <paramref name="output"/> is too small.</exception>
    public BpfTestRun TestRun(
        ReadOnlySpan<byte> packet, Span<byte> output, int repeat = 1, ReadOnlySpan<byte> contextIn = default,
        Span<byte> contextOut = default, uint flags = 0)
    {
        fixed (byte* dataIn = packet, dataOut = output, ctxIn = contextIn, ctxOut = contextOut)
        {
            TestRunOptions options = new()
            {
                Size = (nuint)sizeof(TestRunOptions),
                DataIn = dataIn,
                DataSizeIn = (uint)packet.Length,
                DataOut = dataOut,
                DataSizeOut = (uint)output.Length,
                ContextIn = ctxIn,
                ContextSizeIn = (uint)contextIn.Length,
                ContextOut = ctxOut,
                ContextSizeOut = (uint)contextOut.Length,
                Repeat = repeat,
                Flags = flags,
            };
            var result = LibBpf.ProgramTestRun(Descriptor, &options);
            return result >= 0
                ? new BpfTestRun(options.ReturnValue, (int)options.DataSizeOut, (int)options.ContextSizeOut, options.Duration)
                : throw BpfException.From($"test run of program {Name} on {packet.Length} bytes", result);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} (program {Id}, tag {Tag})";

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
