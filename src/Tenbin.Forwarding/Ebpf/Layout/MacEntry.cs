using System.Runtime.InteropServices;
using Tenbin.Linux;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>__u8 mac[8]</c>: six bytes as on the wire, two unused; all zero = unknown.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MacEntry
{
    private readonly ulong _bytes;

    public bool IsKnown => _bytes != 0;

    public static MacEntry From(MacAddress? address)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        address?.CopyTo(bytes);
        return MemoryMarshal.Read<MacEntry>(bytes);
    }

    public MacAddress ToMacAddress()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        MemoryMarshal.Write(bytes, in this);
        return new MacAddress(bytes[..MacAddress.Size]);
    }
}
