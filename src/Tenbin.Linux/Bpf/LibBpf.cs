using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>
/// libbpf 1.x. Int calls return a negative errno; pointer calls return null and set errno. <c>sz</c> of every options
/// struct is its C size, so an older or newer libbpf knows which fields are there.
/// </summary>
internal static unsafe partial class LibBpf
{
    static LibBpf() => NativeLibrary.SetDllImportResolver(typeof(LibBpf).Assembly, LibBpfLibrary.Resolve);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_object__open_mem", SetLastError = true)]
    public static partial nint ObjectOpenMemory(byte* elf, nuint size, ObjectOpenOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_object__load")]
    public static partial int ObjectLoad(BpfObjectHandle obj);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_object__close")]
    public static partial void ObjectClose(nint obj);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_object__next_program")]
    public static partial nint ObjectNextProgram(BpfObjectHandle obj, nint previous);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_object__next_map")]
    public static partial nint ObjectNextMap(BpfObjectHandle obj, nint previous);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_object__find_map_by_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ObjectFindMap(BpfObjectHandle obj, string name);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_object__btf")]
    public static partial nint ObjectBtf(BpfObjectHandle obj);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_program__name")]
    public static partial byte* ProgramName(nint program);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_program__set_autoload")]
    public static partial int ProgramSetAutoload(nint program, byte autoload);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_program__fd")]
    public static partial int ProgramFd(nint program);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__name")]
    public static partial byte* MapName(nint map);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__fd")]
    public static partial int MapFd(nint map);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__type")]
    public static partial uint MapType(nint map);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__key_size")]
    public static partial uint MapKeySize(nint map);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__value_size")]
    public static partial uint MapValueSize(nint map);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__max_entries")]
    public static partial uint MapMaxEntries(nint map);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__map_flags")]
    public static partial uint MapFlags(nint map);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__set_max_entries")]
    public static partial int MapSetMaxEntries(nint map, uint entries);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__set_pin_path", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MapSetPinPath(nint map, string path);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__reuse_fd")]
    public static partial int MapReuseFd(nint map, FileDescriptor fd);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map__initial_value")]
    public static partial byte* MapInitialValue(nint map, nuint* size);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "btf__find_by_name_kind", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int BtfFindByNameKind(nint btf, string name, uint kind);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "btf__type_by_id")]
    public static partial BtfType* BtfTypeById(nint btf, uint id);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "btf__name_by_offset")]
    public static partial byte* BtfNameByOffset(nint btf, uint offset);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_prog_test_run_opts")]
    public static partial int ProgramTestRun(FileDescriptor program, TestRunOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_obj_get_info_by_fd")]
    public static partial int ObjectInfo(FileDescriptor fd, void* info, uint* size);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_obj_pin", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Pin(FileDescriptor fd, string path);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_obj_get", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenPinned(string path);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_get_fd_by_id")]
    public static partial int MapFdById(uint id);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_prog_get_fd_by_id")]
    public static partial int ProgramFdById(uint id);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "libbpf_num_possible_cpus")]
    public static partial int PossibleCpus();
}
