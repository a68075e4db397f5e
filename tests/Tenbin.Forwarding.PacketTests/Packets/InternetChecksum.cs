namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>The checksum of RFC 1071, computed from scratch: the judge of the incremental one in the kernel programs.</summary>
internal static class InternetChecksum
{
    /// <summary>Of all parts as if they followed each other; each but the last of even length.</summary>
    public static ushort Of(params ReadOnlySpan<byte[]> parts)
    {
        long sum = 0;
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Length; i += 2)
            {
                sum += part[i] << 8 | (i + 1 < part.Length ? part[i + 1] : 0);
            }
        }

        while (sum > 0xffff)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
