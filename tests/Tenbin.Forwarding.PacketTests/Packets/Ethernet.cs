using Tenbin.Linux;

namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>The two addresses of a frame, in the order of the wire.</summary>
internal sealed record Macs(MacAddress To, MacAddress From);

internal static class Ethernet
{
    public const int HeaderLength = 14;

    public static byte[] Frame(Macs macs, bool isV6, byte[] layer3)
    {
        var header = new byte[HeaderLength];
        macs.To.CopyTo(header);
        macs.From.CopyTo(header.AsSpan(6));
        (isV6 ? (ReadOnlySpan<byte>)[0x86, 0xdd] : [0x08, 0x00]).CopyTo(header.AsSpan(12));
        return [.. header, .. layer3];
    }
}
