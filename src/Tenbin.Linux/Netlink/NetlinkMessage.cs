using System.Runtime.InteropServices;

namespace Tenbin.Linux.Netlink;

/// <summary>One received message; the payload lies in the receive buffer.</summary>
internal readonly ref struct NetlinkMessage(NetlinkHeader header, ReadOnlySpan<byte> payload)
{
    public NetlinkHeader Header { get; } = header;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>The fixed part that follows the header; false when the message is too short for it.</summary>
    public unsafe bool TryRead<T>(out T fixedPart, out NetlinkAttributes attributes) where T : unmanaged
    {
        var size = (sizeof(T) + 3) & ~3;
        var fits = Payload.Length >= sizeof(T);
        fixedPart = fits ? MemoryMarshal.Read<T>(Payload) : default;
        attributes = new NetlinkAttributes(Payload.Length > size ? Payload[size..] : default);
        return fits;
    }

    /// <summary>Takes the next message off <paramref name="datagram"/>; false when none is left or the rest is malformed.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> datagram, out NetlinkMessage message)
    {
        message = default;
        if (datagram.Length < NetlinkHeader.Size)
        {
            return false;
        }

        var header = MemoryMarshal.Read<NetlinkHeader>(datagram);
        if (header.Length < NetlinkHeader.Size || header.Length > (uint)datagram.Length)
        {
            return false;
        }

        message = new NetlinkMessage(header, datagram[NetlinkHeader.Size..(int)header.Length]);
        datagram = datagram[Math.Min(datagram.Length, (int)(header.Length + 3 & ~3u))..];
        return true;
    }
}
