using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Model.Configuration.Values;

/// <summary>One address, or all from a first to a last: <c>172.18.1.33-40</c>, <c>172.18.1.33-172.18.1.40</c>, <c>2001:db8::33-40</c>.</summary>
internal readonly record struct AddressRange(IPAddress First, int Count)
{
    private const int Longest = 65_536;

    /// <summary>In order.</summary>
    public IEnumerable<IPAddress> Addresses()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return Offset(First, (uint)i);
        }
    }

    public static bool TryParse(string text, out AddressRange range, [NotNullWhen(false)] out string? problem)
    {
        range = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!Values.Addresses.TryParse(dash < 0 ? text : text[..dash], out var first, out problem))
        {
            return false;
        }

        if (dash < 0)
        {
            range = new AddressRange(first, 1);
            return true;
        }

        if (Last(first, text[(dash + 1)..]) is not { } last)
        {
            problem = first.AddressFamily == AddressFamily.InterNetwork
                ? "has no valid end of range behind '-'; write e.g. 172.18.1.33-40 or 172.18.1.33-172.18.1.40"
                : "has no valid end of range behind '-'; only the last group may differ, write e.g. 2001:db8::33-40";
            return false;
        }

        var count = (long)Tail(last) - Tail(first) + 1;
        problem = count switch
        {
            < 1 => "is a range that runs backwards; swap its ends",
            > Longest => $"is a range of more than {Longest} addresses; shorten it",
            _ => null,
        };
        range = new AddressRange(first, (int)Math.Clamp(count, 0, Longest));
        return problem is null;
    }

    private static IPAddress? Last(IPAddress first, string text)
    {
        if (Values.Addresses.TryParse(text, out var whole, out _))
        {
            return Offset(whole, 0 - Tail(whole)).Equals(Offset(first, 0 - Tail(first))) ? whole : null;
        }

        if (first.AddressFamily == AddressFamily.InterNetwork)
        {
            return byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var octet)
                ? Offset(first, (uint)octet - (byte)Tail(first))
                : null;
        }

        return ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group)
            ? Offset(first, (uint)group - Tail(first))
            : null;
    }

    // What a range may change: all of an IPv4 address, the last group of an IPv6 one.
    private static uint Tail(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(14));
    }

    private static IPAddress Offset(IPAddress address, uint by)
    {
        var bytes = address.GetAddressBytes();
        var tail = unchecked(Tail(address) + by);
        if (bytes.Length == 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, tail);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), (ushort)tail);
        }

        return new IPAddress(bytes);
    }
}
