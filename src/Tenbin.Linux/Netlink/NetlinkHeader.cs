using System.Runtime.InteropServices;

namespace Tenbin.Linux.Netlink;

/// <summary>struct nlmsghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetlinkHeader
{
    public const int Size = 16;

    public const ushort Error = 2, Done = 3, Overrun = 4;

    public const ushort Request = 1, Acknowledge = 4, DumpInterrupted = 0x10;
    public const ushort Exclusive = 0x200, Create = 0x400, Dump = 0x300;
    public const ushort Capped = 0x100, ExtendedAcknowledge = 0x200;

    public uint Length;
    public ushort Type, Flags;
    public uint Sequence, PortId;
}
