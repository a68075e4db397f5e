using System.Net.Sockets;

namespace Tenbin.Linux.Ping;

/// <summary>Keeps ICMP that is no answer to a ping from a raw socket (linux/icmp.h ICMP_FILTER, RFC 3542 ICMP6_FILTER).</summary>
internal static class IcmpFilter
{
    private const int SolRaw = 255;
    private const int SolIcmpV6 = 58;
    private const int FilterOption = 1;

    public static void Apply(Socket socket)
    {
        bool v4 = socket.AddressFamily == AddressFamily.InterNetwork;
        // One bit for each type; a set bit blocks it. IPv4 has 32 of them, IPv6 256.
        Span<byte> blocked = stackalloc byte[v4 ? 4 : 32];
        blocked.Fill(0xff);
        (byte unreachable, byte timeExceeded, byte reply) = IcmpEcho.TypesOf(socket.AddressFamily);
        Pass(blocked, unreachable);
        Pass(blocked, timeExceeded);
        Pass(blocked, reply);
        socket.SetRawSocketOption(v4 ? SolRaw : SolIcmpV6, FilterOption, blocked);
    }

    /// <summary>Words are 32 bits in the machine's own byte order.</summary>
    private static void Pass(Span<byte> blocked, byte type)
    {
        Span<byte> word = blocked.Slice(type / 32 * 4, 4);
        uint bits = BitConverter.ToUInt32(word) & ~(1u << (type % 32));
        BitConverter.TryWriteBytes(word, bits);
    }
}
