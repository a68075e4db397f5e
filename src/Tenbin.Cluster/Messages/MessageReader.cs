using System.Buffers.Binary;

namespace Tenbin.Cluster.Messages;

/// <summary>Takes numbers from a payload, little-endian. Past its end every number is 0 and <see cref="IsShort"/> is set.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _left = payload;

    public bool IsShort { get; private set; }

    public readonly bool IsAtEnd => _left.IsEmpty;

    public byte Byte() => Take(sizeof(byte)) is [var value] ? value : (byte)0;

    public ushort Short() => Take(sizeof(ushort)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;

    public uint Word() => Take(sizeof(uint)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    public ulong Long() => Take(sizeof(ulong)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;

    /// <summary>The next <paramref name="length"/> bytes, to be read on their own.</summary>
    public MessageReader Part(int length) => new(Take(length));

    /// <summary>So many bytes; none when there are not so many.</summary>
    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_left.Length < count)
        {
            IsShort = true;
            _left = default;
            return default;
        }

        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
