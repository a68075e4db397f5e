using System.Globalization;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>
/// A map in the kernel. It lives while a descriptor, a pin or a program holds it. Safe to use from several threads;
/// each call is atomic for one entry, not for several.
/// </summary>
public sealed unsafe partial class BpfMap : IDisposable
{
    internal BpfMap(FileDescriptor descriptor)
    {
        Descriptor = descriptor;
        MapInfo info = default;
        BpfInfo.Read(descriptor, &info, (uint)sizeof(MapInfo), "map");
        Id = info.Id;
        Type = (BpfMapType)info.Type;
        KeySize = info.KeySize;
        ValueSize = info.ValueSize;
        MaxEntries = info.MaxEntries;
        Flags = info.Flags;
        Name = BpfInfo.Text(info.Name);
    }

    internal FileDescriptor Descriptor { get; }

    /// <summary>CPUs that a per-CPU value has a place for: those that could ever come online.</summary>
    public static int PossibleCpus { get; } = LibBpf.PossibleCpus();

    /// <summary>The kernel's number for it, unique while it lives; a map in a map is read as this id.</summary>
    public uint Id { get; }

    /// <summary>Kind of map.</summary>
    public BpfMapType Type { get; }

    /// <summary>Bytes of a key.</summary>
    public uint KeySize { get; }

    /// <summary>Bytes of a value (of one CPU's value, when per CPU).</summary>
    public uint ValueSize { get; }

    /// <summary>Entries that it has room for.</summary>
    public uint MaxEntries { get; }

    /// <summary>Raw <c>BPF_F_*</c> flags.</summary>
    public uint Flags { get; }

    /// <summary>Its name, cut by the kernel to 15 characters.</summary>
    public string Name { get; }

    /// <summary>True when each CPU has a value of its own.</summary>
    public bool IsPerCpu => Type is BpfMapType.PerCpuArray or BpfMapType.PerCpuHash or BpfMapType.LruPerCpuHash;

    /// <summary>Bytes that the kernel copies for one entry: each CPU's value rounded up to 8.</summary>
    internal int EntrySize => IsPerCpu ? PerCpuStride * PossibleCpus : (int)ValueSize;

    private int PerCpuStride => ((int)ValueSize + 7) & ~7;

    /// <summary>A new map that only this descriptor holds, e.g. to be put into a map of maps.</summary>
    public static BpfMap Create(BpfMapType type, string name, uint keySize, uint valueSize, uint maxEntries, BpfMapFlags flags = BpfMapFlags.None)
    {
        MapCreateOptions options = new() { Size = (nuint)sizeof(MapCreateOptions), Flags = (uint)flags };
        var fd = LibBpf.MapCreate((uint)type, name, keySize, valueSize, maxEntries, &options);
        return fd >= 0 ? new BpfMap(new FileDescriptor(fd)) : throw BpfException.From($"create map {name} ({type}, {maxEntries} entries of {keySize}+{valueSize} bytes)", fd);
    }

    /// <summary>The map pinned at <paramref name="path"/>.</summary>
    /// <exception cref="BpfException">Nothing there, or not a map.</exception>
    public static BpfMap OpenPinned(string path) => new(BpfFs.Open(path, "bpf-map"));

    /// <summary>The map with this id; null when it is gone.</summary>
    public static BpfMap? OpenById(uint id) =>
        BpfInfo.OpenById(LibBpf.MapFdById(id), $"open map {id}") is { } fd ? new BpfMap(fd) : null;

    /// <summary>Pins it: it then outlives this process. The file must not exist.</summary>
    public void Pin(string path) => BpfFs.Pin(Descriptor, path);

    /// <summary>From now on no program outside the kernel can change its entries (BPF_MAP_FREEZE); lasts as long as the map.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Freeze()
    {
        var result = LibBpf.MapFreeze(Descriptor);
        if (result < 0)
        {
            throw BpfException.From($"freeze map {Name}", result);
        }
    }

    /// <summary>Kernel memory it holds, in bytes.</summary>
    public long MemoryUse()
    {
        foreach (var line in File.ReadLines($"/proc/self/fdinfo/{Descriptor.Number}"))
        {
            if (line.StartsWith("memlock:", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan("memlock:".Length).Trim(), CultureInfo.InvariantCulture);
            }
        }

        throw new BpfException($"the kernel does not tell the memory of map {Name}: no memlock line in its fdinfo");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} (map {Id}, {Type})";

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
