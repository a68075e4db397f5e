using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>An XDP program attached to an interface. It stays attached while a descriptor or a pin holds it.</summary>
public sealed unsafe class BpfXdpLink : IDisposable
{
    private const uint AttachTypeXdp = 37;
    private const uint LinkTypeXdp = 6;

    private readonly FileDescriptor _descriptor;

    private BpfXdpLink(FileDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>Index of the interface; 0 when it is gone or the link was detached.</summary>
    public int InterfaceIndex => (int)Info().InterfaceIndex;

    /// <summary>Id of the attached program.</summary>
    public uint ProgramId => Info().ProgramId;

    /// <summary>Attaches <paramref name="program"/> to an interface of the current network namespace.</summary>
    /// <exception cref="BpfException">EBUSY: it has an XDP program already; EOPNOTSUPP or EINVAL: its driver or MTU does not allow the mode.</exception>
    public static BpfXdpLink Attach(int interfaceIndex, BpfProgram program, XdpMode mode = XdpMode.Auto)
    {
        ArgumentNullException.ThrowIfNull(program);
        LinkCreateOptions options = new() { Size = (nuint)sizeof(LinkCreateOptions), Flags = (uint)mode };
        var fd = LibBpf.LinkCreate(program.Descriptor, interfaceIndex, AttachTypeXdp, &options);
        return fd >= 0 ? new BpfXdpLink(new FileDescriptor(fd)) : throw Failed(interfaceIndex, program, mode, fd);
    }

    /// <summary>The link pinned at <paramref name="path"/>.</summary>
    /// <exception cref="BpfException">Nothing there, or not an XDP link.</exception>
    public static BpfXdpLink OpenPinned(string path)
    {
        var link = new BpfXdpLink(BpfFs.Open(path, "bpf-link"));
        if (link.Info().Type == LinkTypeXdp)
        {
            return link;
        }

        link.Dispose();
        throw new BpfException($"open pinned {path}: not an XDP link");
    }

    /// <summary>Puts <paramref name="program"/> in the place of the attached one; no packet passes between.</summary>
    public void Update(BpfProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Check(LibBpf.LinkUpdate(_descriptor, program.Descriptor, null), $"replace the XDP program by {program.Name}");
    }

    /// <summary>Pins it: the program then stays attached when this process ends. The file must not exist.</summary>
    public void Pin(string path) => BpfFs.Pin(_descriptor, path);

    /// <summary>Detaches now, whoever else holds the link.</summary>
    public void Detach() => Check(LibBpf.LinkDetach(_descriptor), "detach XDP");

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private LinkInfo Info()
    {
        LinkInfo info = default;
        BpfInfo.Read(_descriptor, &info, (uint)sizeof(LinkInfo), "link");
        return info;
    }

    private static BpfException Failed(int interfaceIndex, BpfProgram program, XdpMode mode, int result)
    {
        var hint = result switch
        {
            -Errno.EBUSY or -Errno.EEXIST => " (another XDP program is attached there: ip link shows it)",
            -Errno.EOPNOTSUPP or -Errno.EINVAL => $" (its driver or its MTU does not allow XDP mode {mode}: use the tc hook)",
            _ => "",
        };
        return BpfException.From($"attach XDP program {program.Name} to interface {interfaceIndex}{hint}", result);
    }

    private static void Check(int result, string operation)
    {
        if (result < 0)
        {
            throw BpfException.From(operation, result);
        }
    }
}
