namespace Tenbin.Linux.Bpf;

/// <summary>Flags of a new map (<c>BPF_F_*</c>).</summary>
[Flags]
public enum BpfMapFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Hash entries are allocated when inserted (needed for <see cref="BpfMapType.LpmTrie"/>).</summary>
    NoPreallocation = 1 << 0,

    /// <summary>Programs may only read.</summary>
    ReadOnlyForPrograms = 1 << 7,

    /// <summary>An array that a process can map into its memory, see <see cref="BpfArrayMemory"/>.</summary>
    Mappable = 1 << 10,

    /// <summary>An array whose size may differ from that of its outer map's template.</summary>
    InnerMap = 1 << 12,
}
