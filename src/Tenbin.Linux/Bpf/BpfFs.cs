using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>The file system in which BPF programs, maps and links are pinned, usually at <c>/sys/fs/bpf</c>.</summary>
public static unsafe class BpfFs
{
    private const long Magic = 0xcafe4a11;
    private const int StatFsSize = 256;
    private const int Detach = 2;

    /// <summary>True when <paramref name="path"/> exists and lies on a bpffs.</summary>
    public static bool IsBpfFs(string path)
    {
        // struct statfs begins with f_type, a long, on x86-64 and arm64.
        var buffer = stackalloc long[StatFsSize / sizeof(long)];
        return Libc.StatFs(path, buffer) == 0 && buffer[0] == Magic;
    }

    /// <summary>Mounts a bpffs on the existing directory <paramref name="path"/>, open to root only.</summary>
    public static void Mount(string path)
    {
        if (Libc.Mount("bpf", path, "bpf", 0, "mode=0700") != 0)
        {
            throw BpfException.From($"mount a bpffs on {path}", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Unmounts it; what is pinned only there is gone when nothing else holds it.</summary>
    public static void Unmount(string path)
    {
        if (Libc.Unmount(path, Detach) != 0)
        {
            throw BpfException.From($"unmount {path}", Marshal.GetLastPInvokeError());
        }
    }

    internal static void Pin(FileDescriptor descriptor, string path)
    {
        var result = LibBpf.Pin(descriptor, path);
        if (result >= 0)
        {
            return;
        }

        var directory = Path.GetDirectoryName(path);
        throw directory is not null && Directory.Exists(directory) && !IsBpfFs(directory)
            ? new BpfException($"pin {path}: {directory} is not on a bpffs; mount one: mount -t bpf bpf {directory}")
            : BpfException.From($"pin {path}", result);
    }

    /// <param name="path">The pin.</param>
    /// <param name="kind">What must be there, in the kernel's words: <c>bpf-map</c>, <c>bpf-prog</c>, <c>bpf-link</c>.</param>
    internal static FileDescriptor Open(string path, string kind)
    {
        var result = LibBpf.OpenPinned(path);
        if (result < 0)
        {
            throw BpfException.From($"open pinned {path}", result);
        }

        var descriptor = new FileDescriptor(result);
        // Kernels differ in bpf_link and bpf-link.
        var found = new FileInfo($"/proc/self/fd/{result}").LinkTarget?.Replace('_', '-');
        if (found == $"anon-inode:{kind}")
        {
            return descriptor;
        }

        descriptor.Dispose();
        throw new BpfException($"open pinned {path}: it is no {kind} but {found}");
    }
}
