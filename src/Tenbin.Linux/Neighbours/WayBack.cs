using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using Tenbin.Linux.Interop;
using Tenbin.Linux.Ping;

namespace Tenbin.Linux.Neighbours;

/// <summary>
/// Finds out by which machine a neighbour sends what goes beyond its network: an echo request from a foreign source is handed to
/// it, and whoever is its way out sees the reply. IPv4; needs CAP_NET_RAW.
/// </summary>
public static class WayBack
{
    private const int IpSize = 20, PayloadSize = 16;
    private const byte Icmp = 1, EchoReply = 0;

    // Documentation addresses (RFC 5737): nobody has one, no router leads there.
    private static readonly IPAddress s_foreign = IPAddress.Parse("192.0.2.253");

    // Echo replies over IPv4 without options.
    private static readonly Libc.FilterInstruction[] s_replies =
    [
        new(0x28, 0, 0, 12),
        new(0x15, 0, 5, EthernetFrame.IPv4),
        new(0x30, 0, 0, 23),
        new(0x15, 0, 3, Icmp),
        new(0x30, 0, 0, EthernetFrame.HeaderSize + IpSize),
        new(0x15, 0, 1, EchoReply),
        new(0x06, 0, 0, 256),
        new(0x06, 0, 0, 0),
    ];

    /// <summary>True when the reply came by this machine; false when none came before the deadline.</summary>
    /// <param name="interfaceIndex">The link to the neighbour, in the calling thread's network namespace.</param>
    /// <param name="own">MAC of that interface.</param>
    /// <param name="neighbour">MAC of the neighbour.</param>
    /// <param name="address">Its address.</param>
    /// <param name="deadline">When to give up.</param>
    /// <exception cref="LinuxException">Not permitted.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It could not be sent.</exception>
    public static async Task<bool> LeadsHereAsync(int interfaceIndex, MacAddress own, MacAddress neighbour, IPAddress address, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(address);
        // Of every type: such a socket hears a packet before a program at tc does something with it.
        using var listener = PacketSocket.Open(EthernetFrame.Every, s_replies);
        using var sender = PacketSocket.Open(EthernetFrame.IPv4, [new(0x06, 0, 0, 0)]);
        var payload = RandomNumberGenerator.GetBytes(PayloadSize);
        sender.Send(interfaceIndex, Request(own, neighbour, address, payload));
        var frame = new byte[256];
        try
        {
            while (true)
            {
                var (length, _) = await listener.ReceiveAsync(frame, deadline).ConfigureAwait(false);
                if (frame.AsSpan(0, length).EndsWith(payload))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static byte[] Request(MacAddress own, MacAddress neighbour, IPAddress address, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[EthernetFrame.HeaderSize + IpSize + IcmpEcho.HeaderLength + PayloadSize];
        Span<byte> to = stackalloc byte[MacAddress.Size];
        neighbour.CopyTo(to);
        EthernetFrame.WriteHeader(frame, to, own, EthernetFrame.IPv4);
        var ip = frame.AsSpan(EthernetFrame.HeaderSize, IpSize);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(frame.Length - EthernetFrame.HeaderSize));
        ip[8] = 64;
        ip[9] = Icmp;
        s_foreign.TryWriteBytes(ip[12..], out _);
        address.TryWriteBytes(ip[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], InternetChecksum.Of(ip));
        IcmpEcho.WriteRequest(
            frame.AsSpan(EthernetFrame.HeaderSize + IpSize), System.Net.Sockets.AddressFamily.InterNetwork, BinaryPrimitives.ReadUInt32BigEndian(payload), payload);
        return frame;
    }
}
