using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>Builds IP packets, every checksum from scratch.</summary>
internal static class Ip
{
    public static byte[] Make(IPAddress source, IPAddress destination, byte protocol, byte[] payload, IpFields fields) =>
        source.AddressFamily == AddressFamily.InterNetwork
            ? MakeV4(source, destination, protocol, payload, fields)
            : MakeV6(source, destination, protocol, payload, fields);

    /// <summary>What TCP, UDP and ICMPv6 checksums cover beyond their own bytes (RFC 9293 §3.1, RFC 8200 §8.1).</summary>
    public static byte[] PseudoHeader(IPAddress source, IPAddress destination, byte protocol, int length)
    {
        var isV4 = source.AddressFamily == AddressFamily.InterNetwork;
        var tail = new byte[isV4 ? 4 : 8];
        tail[isV4 ? 1 : 7] = protocol;
        BinaryPrimitives.WriteUInt16BigEndian(tail.AsSpan(2), (ushort)length);
        return [.. source.GetAddressBytes(), .. destination.GetAddressBytes(), .. tail];
    }

    private static byte[] MakeV4(IPAddress source, IPAddress destination, byte protocol, byte[] payload, IpFields fields)
    {
        byte[] header = [.. new byte[20], .. fields.Options];
        header[0] = (byte)(0x40 | header.Length / 4);
        header[1] = fields.TrafficClass;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + payload.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)fields.Id);
        var fragment = (fields.FragmentOffset ?? 0) / 8 | (fields.MoreFragments ? 0x2000 : 0) |
                       (fields.DontFragment && fields.FragmentOffset is null ? 0x4000 : 0);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)fragment);
        header[8] = fields.Ttl;
        header[9] = protocol;
        source.GetAddressBytes().CopyTo(header, 12);
        destination.GetAddressBytes().CopyTo(header, 16);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), InternetChecksum.Of(header));
        return [.. header, .. payload];
    }

    private static byte[] MakeV6(IPAddress source, IPAddress destination, byte protocol, byte[] payload, IpFields fields)
    {
        List<byte> extensions = [];
        var types = fields.Extensions.Select(extension => extension.Type).ToList();
        if (fields.FragmentOffset is not null)
        {
            types.Add(ExtensionHeader.Fragment);
        }

        types.Add(protocol);
        for (var i = 0; i < fields.Extensions.Length; i++)
        {
            var body = new byte[fields.Extensions[i].Units * 8];
            body[0] = types[i + 1];
            body[1] = (byte)(fields.Extensions[i].Units - 1);
            // One PadN option fills what is left of up to 256 bytes (RFC 8200 §4.2).
            body[2] = 1;
            body[3] = (byte)Math.Min(body.Length - 4, 255);
            extensions.AddRange(body);
        }

        if (fields.FragmentOffset is { } offset)
        {
            var header = new byte[8];
            header[0] = protocol;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(offset | (fields.MoreFragments ? 1 : 0)));
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), fields.Id);
            extensions.AddRange(header);
        }

        var ip = new byte[40];
        BinaryPrimitives.WriteUInt32BigEndian(ip, 6u << 28 | (uint)fields.TrafficClass << 20 | fields.FlowLabel);
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(4), (ushort)(extensions.Count + payload.Length));
        ip[6] = types[0];
        ip[7] = fields.Ttl;
        source.GetAddressBytes().CopyTo(ip, 8);
        destination.GetAddressBytes().CopyTo(ip, 24);
        return [.. ip, .. extensions, .. payload];
    }
}
