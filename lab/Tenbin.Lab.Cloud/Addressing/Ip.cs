using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Lab.Cloud.Addressing;

/// <summary>An IPv4 or IPv6 address as a plain value: the fabric looks up several for each packet.</summary>
/// <param name="Bits">As a number; IPv4 is held as <c>::ffff:a.b.c.d</c>.</param>
public readonly record struct Ip(UInt128 Bits)
{
    private static readonly UInt128 MappedPrefix = (UInt128)0xffff << 32;

    public bool IsV4 => Bits >> 32 == 0xffff;

    /// <summary>4 or 16.</summary>
    public int Size => IsV4 ? 4 : 16;

    public bool IsMulticast => IsV4 ? (uint)Bits >> 28 == 0xe : Bits >> 120 == 0xff;

    /// <summary>169.254.0.0/16 or fe80::/10.</summary>
    public bool IsLinkLocal => IsV4 ? (uint)Bits >> 16 == 0xa9fe : Bits >> 118 == 0xfe80 >> 6;

    public bool IsUnspecified => IsV4 ? (uint)Bits == 0 : Bits == 0;

    /// <exception cref="FormatException">No address.</exception>
    public static Ip Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? From(address) : throw new FormatException($"'{text}' is no IP address");

    public static Ip From(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? FromV4(address.GetAddressBytes()) : FromV6(address.GetAddressBytes());

    public static Ip FromV4(ReadOnlySpan<byte> bytes) => new(MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes));

    public static Ip FromV6(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes <see cref="Size"/> bytes as on the wire.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        if (IsV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Bits);
        }
        else
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        }
    }

    /// <summary>The address that many further on.</summary>
    public Ip Plus(uint count) => new(Bits + count);

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return new(bytes);
    }

    public override string ToString() => ToIPAddress().ToString();
}
