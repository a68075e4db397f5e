using System.Net;
using Tenbin.Forwarding;
using Tenbin.Linux;

namespace Tenbin.Director.Clustering;

/// <summary>
/// Where a node is, as bytes: each place with its address (16 bytes, IPv4 in its mapped form) and MAC (6). Said to every
/// peer once in a second, as long as the daemon lives.
/// </summary>
internal static class Places
{
    private const int AddressLength = 16, Length = AddressLength + MacAddress.Size;

    /// <summary>Writes as many as there is room for; returns the bytes written.</summary>
    public static int Write(IReadOnlyList<NodePlace> places, Span<byte> to)
    {
        var written = 0;
        foreach (var place in places)
        {
            if (written + Length > to.Length)
            {
                break;
            }

            place.Address.MapToIPv6().TryWriteBytes(to[written..], out _);
            place.Mac.CopyTo(to[(written + AddressLength)..]);
            written += Length;
        }

        return written;
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null when it can be no such thing.</summary>
    public static IReadOnlyList<NodePlace>? Read(ReadOnlySpan<byte> from)
    {
        if (from.Length % Length != 0)
        {
            return null;
        }

        var places = new NodePlace[from.Length / Length];
        for (var number = 0; number < places.Length; number++)
        {
            var place = from.Slice(number * Length, Length);
            var address = new IPAddress(place[..AddressLength]);
            places[number] = new NodePlace(
                address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, new MacAddress(place[AddressLength..]));
        }

        return places;
    }
}
