namespace Tenbin.Linux.Bpf;

/// <summary><c>enum bpf_map_type</c>, as far as it is used here; others keep their number.</summary>
public enum BpfMapType : uint
{
    /// <summary>Not given.</summary>
    Unspecified = 0,

    /// <summary>Hash table.</summary>
    Hash = 1,

    /// <summary>Array; keys are 32-bit indices.</summary>
    Array = 2,

    /// <summary>Programs to tail-call.</summary>
    ProgramArray = 3,

    /// <summary>Hash table with a value for each CPU.</summary>
    PerCpuHash = 5,

    /// <summary>Array with a value for each CPU.</summary>
    PerCpuArray = 6,

    /// <summary>Hash table that evicts the least recently used.</summary>
    LruHash = 9,

    /// <summary>The same with a value for each CPU.</summary>
    LruPerCpuHash = 10,

    /// <summary>Longest prefix match.</summary>
    LpmTrie = 11,

    /// <summary>Array of maps.</summary>
    ArrayOfMaps = 12,

    /// <summary>Hash table of maps.</summary>
    HashOfMaps = 13,

    /// <summary>Interfaces to redirect to, by index.</summary>
    DeviceMap = 14,

    /// <summary>Interfaces to redirect to, by hash.</summary>
    DeviceMapHash = 25,

    /// <summary>Ring buffer.</summary>
    RingBuffer = 27,
}
