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

    /// <summary>Of 4 bytes (IPv4) or 16, in network order.</summary>
    public static MappedAddress Read(ReadOnlySpan<byte> from)
    {
        Span<byte> bytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0];
        from.CopyTo(bytes[(bytes.Length - from.Length)..]);
        return MemoryMarshal.Read<MappedAddress>(bytes);
    }

    /// <summary>Writes 16 bytes, or, where there is room for so many only, the last 4.</summary>
    public void CopyTo(Span<byte> to)
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, in this);
        bytes[(bytes.Length - to.Length)..].CopyTo(to);
    }

    /// <summary>Whether it stands for an IPv4 address.</summary>
    public bool IsMapped
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            MemoryMarshal.Write(bytes, in this);
            return bytes[..12].SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
        }
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, in this);
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
