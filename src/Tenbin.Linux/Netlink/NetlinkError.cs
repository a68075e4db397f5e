using System.Runtime.InteropServices;

namespace Tenbin.Linux.Netlink;

/// <summary>The errno and the kernel's own words (extended acknowledgement) of an error or done message.</summary>
/// <param name="Error">The errno, positive; 0 is success.</param>
/// <param name="Text">What the kernel adds; null when nothing.</param>
internal readonly record struct NetlinkError(int Error, string? Text)
{
    private const ushort AttributeMessage = 1;

    /// <summary>Decodes NLMSG_ERROR (struct nlmsgerr) or NLMSG_DONE (an int).</summary>
    public static NetlinkError Parse(NetlinkMessage message)
    {
        if (message.Payload.Length < sizeof(int))
        {
            return default;
        }

        var error = -MemoryMarshal.Read<int>(message.Payload);
        if ((message.Header.Flags & NetlinkHeader.ExtendedAcknowledge) == 0)
        {
            return new(error, null);
        }

        var skip = sizeof(int);
        if (message.Header.Type == NetlinkHeader.Error)
        {
            var echoed = message.Payload.Length >= sizeof(int) + NetlinkHeader.Size ? MemoryMarshal.Read<NetlinkHeader>(message.Payload[sizeof(int)..]).Length : 0;
            var capped = (message.Header.Flags & NetlinkHeader.Capped) != 0;
            skip += capped ? NetlinkHeader.Size : (int)Math.Min(echoed + 3 & ~3u, int.MaxValue / 2);
        }

        var attributes = new NetlinkAttributes(skip < message.Payload.Length ? message.Payload[skip..] : default);
        while (attributes.MoveNext())
        {
            if (attributes.Type == AttributeMessage)
            {
                return new(error, attributes.Text);
            }
        }

        return new(error, null);
    }
}
