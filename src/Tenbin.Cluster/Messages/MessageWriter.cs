using System.Buffers.Binary;

namespace Tenbin.Cluster.Messages;

/// <summary>Appends numbers to a payload, little-endian.</summary>
internal ref struct MessageWriter(Span<byte> space)
{
    private readonly Span<byte> _space = space;

    public int Length { get; private set; }

    public void Byte(byte value) => _space[Length++] = value;

    /// <summary>Keeps room for a length that is known later.</summary>
    public Span<byte> Reserve(int count)
    {
        Length += count;
        return _space[(Length - count)..Length];
    }

    public void Short(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_space[Length..], value);
        Length += sizeof(ushort);
    }

    public void Word(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_space[Length..], value);
        Length += sizeof(uint);
    }

    public void Long(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_space[Length..], value);
        Length += sizeof(ulong);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_space[Length..]);
        Length += bytes.Length;
    }
}
