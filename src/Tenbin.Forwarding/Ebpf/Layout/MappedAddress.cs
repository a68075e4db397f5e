using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct address</c>: IPv6, or IPv4 in its mapped form (RFC 4291 §2.5.5.2), in network order.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(uint))]
internal readonly record struct MappedAddress
{
    private readonly ulong _first;
    private readonly ulong _second;

    /// <summary>The bits that a mapped IPv4 prefix begins with.</summary>
    public const int MappedBits = 96;

    public static MappedAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        (address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address).TryWriteBytes(bytes, out _);
        return MemoryMarshal.Read<MappedAddress>(bytes);
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, in this);
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
