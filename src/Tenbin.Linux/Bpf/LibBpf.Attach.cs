using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

internal static unsafe partial class LibBpf
{
    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_tc_hook_create")]
    public static partial int TcHookCreate(TcHook* hook);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_tc_hook_destroy")]
    public static partial int TcHookDestroy(TcHook* hook);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_tc_attach")]
    public static partial int TcAttach(TcHook* hook, TcOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_tc_detach")]
    public static partial int TcDetach(TcHook* hook, TcOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_tc_query")]
    public static partial int TcQuery(TcHook* hook, TcOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_link_create")]
    public static partial int LinkCreate(FileDescriptor program, int target, uint attachType, LinkCreateOptions* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_link_update")]
    public static partial int LinkUpdate(FileDescriptor link, FileDescriptor program, void* options);

    [LibraryImport(LibBpfLibrary.Name, EntryPoint = "bpf_link_detach")]
    public static partial int LinkDetach(FileDescriptor link);
}
