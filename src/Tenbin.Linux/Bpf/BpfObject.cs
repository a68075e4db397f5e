using System.Runtime.InteropServices;
using System.Text;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>
/// A parsed BPF ELF file: first it is shaped (sizes, constants, maps to adopt, programs to load), then
/// <see cref="Load"/> makes kernel objects. Programs and maps taken from it outlive it.
/// </summary>
public sealed unsafe partial class BpfObject : IDisposable
{
    private readonly BpfObjectHandle _handle;
    private readonly Dictionary<string, nint> _programs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, nint> _maps = new(StringComparer.Ordinal);
    private bool _loaded;

    private BpfObject(BpfObjectHandle handle, string name)
    {
        _handle = handle;
        Name = name;
        // By pointer: reusing a map can change the name that libbpf finds it by.
        for (var program = LibBpf.ObjectNextProgram(handle, 0); program != 0; program = LibBpf.ObjectNextProgram(handle, program))
        {
            _programs.Add(Marshal.PtrToStringUTF8((nint)LibBpf.ProgramName(program))!, program);
        }

        for (var map = LibBpf.ObjectNextMap(handle, 0); map != 0; map = LibBpf.ObjectNextMap(handle, map))
        {
            _maps.Add(Marshal.PtrToStringUTF8((nint)LibBpf.MapName(map))!, map);
        }
    }

    /// <summary>The name given to <see cref="Open"/>.</summary>
    public string Name { get; }

    /// <summary>Names of the programs in the file.</summary>
    public IReadOnlyCollection<string> Programs => _programs.Keys;

    /// <summary>Names of the maps in the file; libbpf's own for global data end in <c>.rodata</c>, <c>.bss</c> and the like.</summary>
    public IReadOnlyCollection<string> Maps => _maps.Keys;

    /// <summary>Parses <paramref name="elf"/>; nothing reaches the kernel yet, no privilege is needed.</summary>
    /// <exception cref="BpfException">Not a BPF object that this libbpf understands.</exception>
    public static BpfObject Open(ReadOnlySpan<byte> elf, string name)
    {
        using var log = LibBpfLog.Begin();
        nint obj;
        int errno;
        fixed (byte* bytes = elf)
        fixed (byte* nameBytes = Encoding.UTF8.GetBytes(name + '\0'))
        {
            ObjectOpenOptions options = new() { Size = (nuint)sizeof(ObjectOpenOptions), ObjectName = nameBytes };
            obj = LibBpf.ObjectOpenMemory(bytes, (nuint)elf.Length, &options);
            errno = Marshal.GetLastPInvokeError();
        }

        return obj != 0 ? new BpfObject(new BpfObjectHandle(obj), name) : throw BpfException.From($"parse BPF object {name}", errno, log.Text);
    }

    /// <summary>Programs not named here are not loaded.</summary>
    /// <exception cref="ArgumentException">No such program.</exception>
    public void LoadOnly(params ReadOnlySpan<string> programs)
    {
        RequireNotLoaded();
        foreach (var name in programs)
        {
            FindProgram(name);
        }

        foreach (var (name, program) in _programs)
        {
            Check(LibBpf.ProgramSetAutoload(program, programs.Contains(name) ? (byte)1 : (byte)0), $"choose program {name} of {Name}");
        }
    }

    /// <summary>Loads programs and maps into the kernel.</summary>
    /// <exception cref="BpfException">Refused; for a verifier rejection the message ends with the log's tail and <see cref="BpfException.Log"/> has all.</exception>
    public void Load()
    {
        RequireNotLoaded();
        using var log = LibBpfLog.Begin();
        var result = LibBpf.ObjectLoad(_handle);
        if (result < 0)
        {
            throw BpfException.From($"load BPF object {Name}", result, log.Text);
        }

        _loaded = true;
    }

    /// <summary>A loaded program, independent of this object's life.</summary>
    /// <exception cref="ArgumentException">No such program, or it was not chosen to be loaded.</exception>
    public BpfProgram Program(string name)
    {
        RequireLoaded();
        var fd = LibBpf.ProgramFd(FindProgram(name));
        return fd >= 0 ? new BpfProgram(Duplicate(fd)) : throw new ArgumentException($"program {name} of BPF object {Name} was not chosen to be loaded", nameof(name));
    }

    /// <summary>A map of the loaded object, independent of this object's life.</summary>
    /// <exception cref="ArgumentException">No such map.</exception>
    public BpfMap Map(string name)
    {
        RequireLoaded();
        return new BpfMap(Duplicate(LibBpf.MapFd(FindMap(name))));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static FileDescriptor Duplicate(int fd)
    {
        var copy = Libc.Duplicate(fd);
        return copy >= 0 ? new FileDescriptor(copy) : throw BpfException.From("duplicate a BPF descriptor", Marshal.GetLastPInvokeError());
    }

    private nint FindProgram(string name) => _programs.TryGetValue(name, out var program)
        ? program
        : throw new ArgumentException($"BPF object {Name} has no program {name}; it has {string.Join(", ", _programs.Keys)}", nameof(name));

    private nint FindMap(string name) => _maps.TryGetValue(name, out var map)
        ? map
        : throw new ArgumentException($"BPF object {Name} has no map {name}; it has {string.Join(", ", _maps.Keys)}", nameof(name));

    private void RequireNotLoaded()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (_loaded)
        {
            throw new InvalidOperationException($"BPF object {Name} is already loaded");
        }
    }

    private void RequireLoaded()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (!_loaded)
        {
            throw new InvalidOperationException($"BPF object {Name} is not loaded yet");
        }
    }

    private static void Check(int result, string operation)
    {
        if (result < 0)
        {
            throw BpfException.From(operation, result);
        }
    }
}
