using System.Buffers.Binary;

namespace Tenbin.Lab.Cloud.Fabric.Packets;

/// <summary>Internet checksums (RFC 1071), and their adjustment when a part changes (RFC 1624).</summary>
internal static class Checksum
{
    /// <summary>The 16-bit sum, not yet inverted, of what follows data with the sum <paramref name="before"/>.</summary>
    public static uint Sum(ReadOnlySpan<byte> data, uint before = 0)
    {
        var sum = before;
        for (; data.Length > 1; data = data[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(data);
        }

        return Fold(data.Length == 1 ? sum + ((uint)data[0] << 8) : sum);
    }

    public static ushort Of(ReadOnlySpan<byte> data, uint before = 0) => (ushort)~Sum(data, before);

    /// <summary>The checksum after <paramref name="old"/> has become <paramref name="new"/> in what it covers.</summary>
    public static ushort Adjust(ushort checksum, ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        var sum = (uint)(ushort)~checksum;
        for (var i = 0; i < old.Length; i += 2)
        {
            sum += (ushort)~BinaryPrimitives.ReadUInt16BigEndian(old[i..]);
            sum += BinaryPrimitives.ReadUInt16BigEndian(@new[i..]);
        }

        return (ushort)~Fold(sum);
    }

    private static uint Fold(uint sum)
    {
        sum = (sum & 0xffff) + (sum >> 16);
        return (sum & 0xffff) + (sum >> 16);
    }
}
