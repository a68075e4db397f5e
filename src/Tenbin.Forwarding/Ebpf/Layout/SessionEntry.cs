using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct session</c>. Times are nanoseconds of CLOCK_MONOTONIC_COARSE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct SessionEntry
{
    private const uint Dead = 0;
    private const uint Renewing = 255;

    private readonly ulong _timer0;
    private readonly ulong _timer1;
    public ulong LastSeen;
    public ulong Created;
    private readonly ulong _due;
    public uint Server;
    public uint Generation;
    public uint State;
    public uint Service;
    public MappedAddress ServerAddress;
    public NetworkPort ServerPort;
    private readonly byte _clientBits;
    public byte Round;
    public uint ClientInterfaceIndex;
    private readonly uint _clientMac0;
    private readonly uint _macs;
    private readonly uint _ownMac1;
    public uint Version;

    /// <summary>Being removed, or used anew at this moment.</summary>
    public readonly bool IsOver => State is Dead or Renewing;
}
