using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct session</c>. Times are nanoseconds of CLOCK_MONOTONIC_COARSE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct SessionEntry
{
    private readonly ulong _timer0;
    private readonly ulong _timer1;
    public ulong LastSeen;
    public ulong Created;
    public uint Server;
    public uint Generation;
    public uint State;
    public uint Service;
    public MappedAddress ServerAddress;
    public NetworkPort ServerPort;
    private readonly byte _clientBits;
    private readonly byte _pad;
    public uint ClientInterfaceIndex;
    private readonly uint _clientMac0;
    private readonly uint _macs;
    private readonly uint _ownMac1;
}
