using System.Buffers.Binary;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Fabric.Packets;

/// <summary>Reads and writes Ethernet headers.</summary>
internal static class Ethernet
{
    public const int HeaderLength = 14;
    public const ushort V4 = 0x0800, V6 = 0x86dd, Arp = 0x0806;

    /// <summary>Hardware address of every subnet's router, and of what is beyond it.</summary>
    public static MacAddress Router { get; } = MacAddress.Parse("02:00:5e:00:00:01");

    public static ushort Type(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);

    public static MacAddress Destination(ReadOnlySpan<byte> frame) => new(frame[..6]);

    public static MacAddress Source(ReadOnlySpan<byte> frame) => new(frame[6..12]);

    public static bool IsBroadcast(ReadOnlySpan<byte> frame) => frame[..6].IndexOfAnyExcept((byte)0xff) < 0;

    public static bool IsGroup(ReadOnlySpan<byte> frame) => (frame[0] & 1) != 0;

    public static void Address(Span<byte> frame, MacAddress to, MacAddress from)
    {
        to.CopyTo(frame);
        from.CopyTo(frame[6..]);
    }
}
