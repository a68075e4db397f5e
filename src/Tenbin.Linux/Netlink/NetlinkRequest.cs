using System.Net;
using System.Runtime.InteropServices;

namespace Tenbin.Linux.Netlink;

/// <summary>Builds one netlink message: header, fixed part, attributes padded to 4 bytes.</summary>
internal sealed unsafe class NetlinkRequest
{
    private byte[] _buffer = new byte[256];
    private int _length;

    public NetlinkRequest(ushort type, ushort flags)
    {
        Type = type;
        Append(new NetlinkHeader { Type = type, Flags = (ushort)(flags | NetlinkHeader.Request) });
    }

    public ushort Type { get; }

    /// <summary>Adds the fixed part that follows the header.</summary>
    public NetlinkRequest With<T>(T fixedPart) where T : unmanaged
    {
        Append(fixedPart);
        return this;
    }

    public NetlinkRequest Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        Append((ushort)(4 + value.Length));
        Append(type);
        var room = Extend((value.Length + 3) & ~3);
        value.CopyTo(room);
        return this;
    }

    public NetlinkRequest Attribute(ushort type, uint value) => Attribute(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    public NetlinkRequest Attribute(ushort type, IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return Attribute(type, bytes[..length]);
    }

    /// <summary>The finished message.</summary>
    public ReadOnlySpan<byte> Finish(uint sequence)
    {
        ref var header = ref MemoryMarshal.AsRef<NetlinkHeader>(_buffer.AsSpan());
        header.Length = (uint)_length;
        header.Sequence = sequence;
        return _buffer.AsSpan(0, _length);
    }

    private void Append<T>(T value) where T : unmanaged => MemoryMarshal.Write(Extend(sizeof(T)), in value);

    private Span<byte> Extend(int size)
    {
        if (_length + size > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + size));
        }

        _length += size;
        return _buffer.AsSpan(_length - size, size);
    }
}
