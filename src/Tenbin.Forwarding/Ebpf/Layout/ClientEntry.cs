using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct client_key</c>: a persistent client, or network of clients, of a service.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ClientKey
{
    public MappedAddress Client;
    public uint Service;
}

/// <summary><c>struct client</c>. Times are nanoseconds, the first of CLOCK_MONOTONIC_COARSE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ClientEntry
{
    private readonly ulong _timer0;
    private readonly ulong _timer1;
    public ulong LastUsed;
    public ulong Keep;
    public uint Server;
    public uint Generation;
    public uint Live;
    public uint Version;
}
