using System.Runtime.InteropServices;

namespace Tenbin.Linux.Bpf;

/// <summary>The start of struct bpf_object_open_opts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ObjectOpenOptions
{
    public nuint Size;
    public byte* ObjectName;
}

/// <summary>struct bpf_map_create_opts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapCreateOptions
{
    public nuint Size;
    public uint BtfFd, BtfKeyTypeId, BtfValueTypeId, BtfVmlinuxValueTypeId;
    public uint InnerMapFd;
    public uint Flags;
    public ulong Extra;
    public uint NumaNode, InterfaceIndex;
}

/// <summary>struct bpf_map_batch_opts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapBatchOptions
{
    public nuint Size;
    public ulong ElementFlags;
    public ulong Flags;
}

/// <summary>struct bpf_test_run_opts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TestRunOptions
{
    public nuint Size;
    public byte* DataIn;
    public byte* DataOut;
    public uint DataSizeIn, DataSizeOut;
    public byte* ContextIn;
    public byte* ContextOut;
    public uint ContextSizeIn, ContextSizeOut;
    public uint ReturnValue;
    public int Repeat;
    public uint Duration;
    public uint Flags, Cpu, BatchSize;
}

/// <summary>struct bpf_tc_hook.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TcHook
{
    public nuint Size;
    public int InterfaceIndex;
    public uint AttachPoint;
    public uint Parent;
}

/// <summary>struct bpf_tc_opts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TcOptions
{
    public nuint Size;
    public int ProgramFd;
    public uint Flags;
    public uint ProgramId;
    public uint Handle;
    public uint Priority;
}

/// <summary>The start of struct bpf_link_create_opts: all that XDP needs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkCreateOptions
{
    public nuint Size;
    public uint Flags;
}

/// <summary>The start of struct bpf_prog_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProgramInfo
{
    public uint Type, Id;
    public fixed byte Tag[8];
    public uint JitedLength, TranslatedLength;
    public ulong JitedInstructions, TranslatedInstructions;
    public ulong LoadTime;
    public uint CreatedByUid, MapIdCount;
    public ulong MapIds;
    public fixed byte Name[16];
}

/// <summary>The start of struct bpf_map_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MapInfo
{
    public uint Type, Id, KeySize, ValueSize, MaxEntries, Flags;
    public fixed byte Name[16];
}

/// <summary>struct bpf_link_info as XDP fills it; the kernel writes at most as much.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkInfo
{
    public uint Type, Id, ProgramId;
    private readonly uint _alignment;
    public uint InterfaceIndex;
    private readonly uint _tail;
}

/// <summary>struct btf_type.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BtfType
{
    public uint NameOffset, Info, SizeOrType;
}

/// <summary>struct btf_var_secinfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BtfSectionVariable
{
    public uint Type, Offset, Size;
}
