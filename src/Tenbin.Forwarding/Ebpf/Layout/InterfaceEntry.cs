using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct interface</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct InterfaceEntry
{
    public MacEntry Mac;
    public uint Mtu;
    private readonly uint _pad;
}
