using System.Runtime.InteropServices;

namespace Tenbin.Linux.Interop;

/// <content>Netlink and packet sockets.</content>
internal static unsafe partial class Libc
{
    public const int FamilyNetlink = 16, FamilyPacket = 17;
    public const int SocketRawCloseOnExec = 3 | 0x80000;
    public const int MessageTruncated = 0x20;

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial FileDescriptor Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int BindNetlink(FileDescriptor socket, NetlinkAddress* address, int size);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int BindPacket(FileDescriptor socket, PacketAddress* address, int size);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(FileDescriptor socket, int level, int option, void* value, int size);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(FileDescriptor socket, void* buffer, nuint size, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(FileDescriptor socket, void* buffer, nuint size, int flags);

    /// <summary>Of a socket that somebody else owns.</summary>
    [LibraryImport(Library, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int ShutDown(int socket, int how);

    /// <summary>struct sockaddr_nl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct NetlinkAddress
    {
        public ushort Family, Padding;
        public uint PortId, Groups;
    }

    /// <summary>struct sockaddr_ll; the protocol in network byte order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PacketAddress
    {
        public ushort Family, Protocol;
        public int InterfaceIndex;
        public ushort HardwareType;
        public byte PacketType, AddressLength;
        public ulong Address;
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram
    {
        public ushort Length;
        public FilterInstruction* Instructions;
    }

    /// <summary>struct sock_filter (classic BPF).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterInstruction(ushort code, byte whenTrue, byte whenFalse, uint value)
    {
        public ushort Code = code;
        public byte WhenTrue = whenTrue, WhenFalse = whenFalse;
        public uint Value = value;
    }
}
