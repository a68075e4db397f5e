using System.Runtime.InteropServices;

namespace Tenbin.Linux.Interop;

/// <summary>libc calls. Those with SetLastError return -1 and leave errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    /// <summary>fcntl(fd, F_DUPFD_CLOEXEC, 3).</summary>
    public static int Duplicate(int fd) => Fcntl(fd, command: 1030, argument: 3);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int fd, int command, long argument);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int IoControl(FileDescriptor descriptor, nuint request, void* argument);

    /// <summary>struct timex is 208 bytes; with its first word 0 nothing is changed.</summary>
    [LibraryImport(Library, EntryPoint = "adjtimex", SetLastError = true)]
    public static partial int AdjustTime(void* timex);

    [LibraryImport(Library, EntryPoint = "free")]
    public static partial void Free(void* pointer);

    [LibraryImport(Library, EntryPoint = "vasprintf")]
    public static partial int FormatAllocated(byte** text, byte* format, nint arguments);

    [LibraryImport(Library, EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatFs(string path, void* buffer);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, FileDescriptor descriptor, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? type, nuint flags, string? data);

    [LibraryImport(Library, EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);
}
