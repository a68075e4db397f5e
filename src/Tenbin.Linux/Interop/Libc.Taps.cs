using System.Runtime.InteropServices;

namespace Tenbin.Linux.Interop;

/// <content>TAP devices (linux/if_tun.h).</content>
internal static unsafe partial class Libc
{
    public const int OpenReadWriteNonBlockingCloseOnExec = 0x80802;
    public const nuint TunSetInterface = 0x400454ca;
    public const short TapWithoutPacketInformation = 0x0002 | 0x1000;

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(FileDescriptor descriptor, nuint request, InterfaceRequest* argument);

    /// <summary>struct ifreq, as TUNSETIFF reads it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct InterfaceRequest
    {
        public const int NameSize = 16;

        public fixed byte Name[NameSize];
        public short Flags;
        public fixed byte Rest[22];
    }
}
