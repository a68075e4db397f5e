using System.Runtime.InteropServices;
using Tenbin.Linux;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct relay_key</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RelayKey(uint InterfaceIndex, uint Node);

/// <summary><c>struct relay</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RelayEntry(MacEntry Mac, MacEntry OwnMac);

/// <summary><c>struct relayer</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RelayerKey
{
    private const int NodeAt = MacAddress.Size;

    private readonly ulong _bytes;

    private RelayerKey(ulong bytes) => _bytes = bytes;

    public static RelayerKey From(MacAddress mac, byte node)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        mac.CopyTo(bytes);
        bytes[NodeAt] = node;
        return new RelayerKey(MemoryMarshal.Read<ulong>(bytes));
    }
}
