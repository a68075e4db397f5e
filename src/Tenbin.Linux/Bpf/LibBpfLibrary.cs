using System.Reflection;
using System.Runtime.InteropServices;

namespace Tenbin.Linux.Bpf;

/// <summary>Finds libbpf on the machine and takes over its messages before its first use.</summary>
internal static class LibBpfLibrary
{
    public const string Name = "libbpf.so.1";

    private static readonly Lazy<nint> s_handle = new(Load);

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Name ? s_handle.Value : 0;

    private static nint Load()
    {
        if (!NativeLibrary.TryLoad(Name, out var handle))
        {
            throw new BpfException($"{Name} is not installed on this machine; install it (Debian, Ubuntu: apt-get install libbpf1; Fedora: dnf install libbpf)");
        }

        LibBpfLog.Install(NativeLibrary.GetExport(handle, "libbpf_set_print"));
        return handle;
    }
}
