using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

internal static unsafe partial class LibBpf
{
    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MapCreate(uint type, string name, uint keySize, uint valueSize, uint maxEntries, MapCreateOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_lookup_elem")]
    public static partial int MapLookup(FileDescriptor map, void* key, void* value);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_update_elem")]
    public static partial int MapUpdate(FileDescriptor map, void* key, void* value, ulong flags);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_delete_elem")]
    public static partial int MapDelete(FileDescriptor map, void* key);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_get_next_key")]
    public static partial int MapNextKey(FileDescriptor map, void* key, void* next);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_lookup_batch")]
    public static partial int MapLookupBatch(FileDescriptor map, void* from, void* next, void* keys, void* values, uint* count, MapBatchOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_update_batch")]
    public static partial int MapUpdateBatch(FileDescriptor map, void* keys, void* values, uint* count, MapBatchOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_delete_batch")]
    public static partial int MapDeleteBatch(FileDescriptor map, void* keys, uint* count, MapBatchOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_map_freeze")]
    public static partial int MapFreeze(FileDescriptor map);
}
