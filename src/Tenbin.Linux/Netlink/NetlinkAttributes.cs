using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Tenbin.Linux.Netlink;

/// <summary>A walk over attributes (struct nlattr); stops at what is malformed.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> rest)
{
    private const int HeaderSize = 4;
    private const ushort TypeMask = 0x3fff;

    private ReadOnlySpan<byte> _rest = rest;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly NetlinkAttributes Nested => new(Value);

    public bool MoveNext()
    {
        if (_rest.Length < HeaderSize)
        {
            return false;
        }

        var length = MemoryMarshal.Read<ushort>(_rest);
        if (length < HeaderSize || length > _rest.Length)
        {
            return false;
        }

        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask);
        Value = _rest[HeaderSize..length];
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }

    /// <summary>A 32-bit number; 0 when it is shorter.</summary>
    public readonly uint Number => Value.Length >= sizeof(uint) ? MemoryMarshal.Read<uint>(Value) : 0;

    /// <summary>Text, without its terminating zero.</summary>
    public readonly string Text
    {
        get
        {
            var end = Value.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
        }
    }

    /// <summary>An IPv4 or IPv6 address; null when it has another length.</summary>
    public readonly IPAddress? Address => Value.Length is 4 or 16 ? new IPAddress(Value) : null;

    /// <summary>A MAC address; null when it has another length or is all zero.</summary>
    public readonly MacAddress? Mac => Value.Length == MacAddress.Size && Value.ContainsAnyExcept((byte)0) ? new MacAddress(Value) : null;
}
