using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct relay_key</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RelayKey(uint InterfaceIndex, uint Node);

/// <summary><c>struct relay</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RelayEntry(MacEntry Mac, MacEntry OwnMac);
