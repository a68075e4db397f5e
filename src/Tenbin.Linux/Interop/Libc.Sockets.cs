using System.Runtime.InteropServices;

namespace Tenbin.Linux.Interop;

/// <content>Netlink sockets.</content>
internal static unsafe partial class Libc
{
    public const int FamilyNetlink = 16;
    public const int SocketRawCloseOnExec = 3 | 0x80000;
    public const int MessageTruncated = 0x20;

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial FileDescriptor Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int BindNetlink(FileDescriptor socket, NetlinkAddress* address, int size);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(FileDescriptor socket, int level, int option, void* value, int size);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(FileDescriptor socket, void* buffer, nuint size, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(FileDescriptor socket, void* buffer, nuint size, int flags);

    /// <summary>struct sockaddr_nl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct NetlinkAddress
    {
        public ushort Family, Padding;
        public uint PortId, Groups;
    }
}
