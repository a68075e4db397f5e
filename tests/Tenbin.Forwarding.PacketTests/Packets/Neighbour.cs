using System.Net;

namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>Neighbour discovery (RFC 4861 §4.3, §4.4).</summary>
internal static class Neighbour
{
    public const byte Solicitation = 135, Advertisement = 136;

    public static byte[] Frame(Macs macs, byte type, IPAddress source, IPAddress destination, IPAddress target) => new IcmpError
    {
        Source = source,
        Destination = destination,
        Macs = macs,
        Type = type,
        Embedded = target.GetAddressBytes(),
        Ip = new IpFields { Ttl = 255 },
    }.Frame();
}
