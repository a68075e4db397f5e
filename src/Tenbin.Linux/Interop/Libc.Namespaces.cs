using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tenbin.Linux.Interop;

/// <content>Namespaces, files, clocks.</content>
internal static unsafe partial class Libc
{
    public const int OpenReadOnlyCloseOnExec = 0x80000;
    public const int OpenReadWriteCreateCloseOnExec = 0x80042;
    public const int CloneNewNet = 0x40000000;

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial FileDescriptor Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle OpenFile(string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(FileDescriptor descriptor, int type);

    [LibraryImport(Library, EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    public static partial int FileLock(SafeHandle file, int operation);

    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int ClockGetTime(int clock, TimeSpec* time);

    /// <summary>struct timespec on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds, Nanoseconds;
    }
}
