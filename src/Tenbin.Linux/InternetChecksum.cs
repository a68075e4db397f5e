using System.Buffers.Binary;

namespace Tenbin.Linux;

/// <summary>The Internet checksum (RFC 1071). Pure.</summary>
internal static class InternetChecksum
{
    /// <summary>The checksum of <paramref name="data"/>, which follows data whose 16-bit sum is <paramref name="before"/>.</summary>
    public static ushort Of(ReadOnlySpan<byte> data, uint before = 0)
    {
        uint sum = before;
        for (; data.Length > 1; data = data[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(data);
        }
        if (data.Length == 1)
        {
            sum += (uint)data[0] << 8;
        }
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~(sum + (sum >> 16));
    }
}
