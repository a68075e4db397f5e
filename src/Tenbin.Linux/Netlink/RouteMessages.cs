using System.Runtime.InteropServices;

namespace Tenbin.Linux.Netlink;

/// <summary>Message types of rtnetlink (include/uapi/linux/rtnetlink.h).</summary>
internal static class RouteMessage
{
    public const ushort NewLink = 16, DeleteLink = 17, GetLink = 18;
    public const ushort NewAddress = 20, DeleteAddress = 21, GetAddress = 22;
    public const ushort NewRoute = 24, DeleteRoute = 25, GetRoute = 26;
    public const ushort NewNeighbour = 28, DeleteNeighbour = 29, GetNeighbour = 30;
    public const ushort NewRule = 32, DeleteRule = 33, GetRule = 34;
    public const ushort NewTrafficFilter = 44, GetTrafficFilter = 46;
}

/// <summary>struct ifinfomsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkMessage
{
    public byte Family, Padding;
    public ushort Type;
    public int Index;
    public uint Flags, Change;
}

/// <summary>struct ifaddrmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddressMessage
{
    public byte Family, PrefixLength, Flags, Scope;
    public int Index;
}

/// <summary>struct ifa_cacheinfo; times in seconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddressLifetimes
{
    public static readonly AddressLifetimes NeverPreferred = new() { Valid = uint.MaxValue };

    public uint Preferred, Valid, Created, Updated;
}

/// <summary>struct rtmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RouteQuery
{
    public byte Family, DestinationLength, SourceLength, TypeOfService, Table, Protocol, Scope, Type;
    public uint Flags;
}

/// <summary>struct fib_rule_hdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RuleMessage
{
    public byte Family, DestinationLength, SourceLength, TypeOfService, Table, Reserved1, Reserved2, Action;
    public uint Flags;
}

/// <summary>struct ndmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NeighbourMessage
{
    public byte Family, Padding1;
    public ushort Padding2;
    public int Index;
    public ushort State;
    public byte Flags, Type;
}

/// <summary>struct tcmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TrafficMessage
{
    public byte Family, Padding1;
    public ushort Padding2;
    public int Index;
    public uint Handle, Parent, Info;
}
