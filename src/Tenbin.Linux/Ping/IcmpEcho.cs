using System.Buffers.Binary;
using System.Net.Sockets;

namespace Tenbin.Linux.Ping;

/// <summary>ICMP echo on the wire (RFC 792, RFC 4443). Pure.</summary>
internal static class IcmpEcho
{
    public const int HeaderLength = 8;

    /// <summary>ICMP types, IPv4 first and IPv6 second: unreachable, time exceeded, echo reply.</summary>
    public static (byte Unreachable, byte TimeExceeded, byte Reply) TypesOf(AddressFamily family) =>
        family == AddressFamily.InterNetwork ? ((byte)3, (byte)11, (byte)0) : ((byte)1, (byte)3, (byte)129);

    /// <summary>Writes an echo request; <paramref name="key"/> fills identifier and sequence number.</summary>
    public static void WriteRequest(Span<byte> packet, AddressFamily family, uint key, ReadOnlySpan<byte> payload)
    {
        packet.Clear();
        packet[0] = family == AddressFamily.InterNetwork ? (byte)8 : (byte)128;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], key);
        payload.CopyTo(packet[HeaderLength..]);
        if (family == AddressFamily.InterNetwork)
        {
            // For IPv6 the kernel fills it in: it covers the addresses too.
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], InternetChecksum.Of(packet));
        }
    }

    /// <summary>Reads what a raw socket received; false when it is neither a reply nor an error about an echo request.</summary>
    public static bool TryRead(ReadOnlySpan<byte> received, AddressFamily family, out IcmpAnswer answer)
    {
        answer = default;
        bool v4 = family == AddressFamily.InterNetwork;
        if (v4 && !TrySkipHeader(ref received) || received.Length < HeaderLength)
        {
            return false;
        }
        (byte unreachable, byte timeExceeded, byte reply) = TypesOf(family);
        byte type = received[0];
        byte code = received[1];
        ReadOnlySpan<byte> rest = received[HeaderLength..];
        if (type == reply)
        {
            answer = new(BinaryPrimitives.ReadUInt32BigEndian(received[4..]), null, rest);
            return true;
        }
        string? error = type == unreachable ? Unreachable(v4, code) : type == timeExceeded ? "time to live exceeded" : null;
        if (error is null || !TrySkipEmbedded(v4, ref rest) || rest.Length < HeaderLength || rest[0] != (v4 ? 8 : 128))
        {
            return false;
        }
        answer = new(BinaryPrimitives.ReadUInt32BigEndian(rest[4..]), error, default);
        return true;
    }

    private static string Unreachable(bool v4, byte code) => (v4, code) switch
    {
        (true, 0) or (false, 0) => "network unreachable",
        (true, 1) or (false, 3) => "host unreachable",
        (true, 9 or 10 or 13) or (false, 1 or 5) => "forbidden by a firewall",
        _ => "unreachable",
    };

    private static bool TrySkipEmbedded(bool v4, ref ReadOnlySpan<byte> packet)
    {
        const int v6Header = 40;
        if (v4)
        {
            return TrySkipHeader(ref packet);
        }
        const byte icmpV6 = 58;
        if (packet.Length < v6Header || packet[6] != icmpV6)
        {
            return false;
        }
        packet = packet[v6Header..];
        return true;
    }

    private static bool TrySkipHeader(ref ReadOnlySpan<byte> packet)
    {
        int length = packet.Length < 20 ? 0 : (packet[0] & 0xf) * 4;
        if (length < 20 || packet.Length < length)
        {
            return false;
        }
        packet = packet[length..];
        return true;
    }
}

/// <summary>What came back for an echo request.</summary>
/// <param name="key">The request's key.</param>
/// <param name="error">Why the request did not arrive; null for a reply.</param>
/// <param name="payload">Of a reply.</param>
internal readonly ref struct IcmpAnswer(uint key, string? error, ReadOnlySpan<byte> payload)
{
    public uint Key { get; } = key;

    public string? Error { get; } = error;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}
