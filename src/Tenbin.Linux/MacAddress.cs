using System.Buffers.Binary;
using System.Globalization;

namespace Tenbin.Linux;

/// <summary>An Ethernet address of 6 bytes.</summary>
public readonly record struct MacAddress
{
    /// <summary>Bytes of one.</summary>
    public const int Size = 6;

    private readonly ulong _value;

    /// <summary>From 6 bytes as on the wire.</summary>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        _value = (ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32 | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
    }

    private MacAddress(ulong value) => _value = value;

    /// <summary>Writes 6 bytes as on the wire.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(_value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)_value);
    }

    /// <summary>Reads <c>02:00:00:00:00:01</c>.</summary>
    /// <exception cref="FormatException">Not six hex pairs with colons.</exception>
    public static MacAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pairs = text.Split(':');
        ulong value = 0;
        foreach (var pair in pairs)
        {
            if (pairs.Length != Size || pair.Length != 2 || !byte.TryParse(pair, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                throw new FormatException($"'{text}' is no MAC address such as 02:00:00:00:00:01");
            }

            value = value << 8 | octet;
        }

        return new MacAddress(value);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return $"{bytes[0]:x2}:{bytes[1]:x2}:{bytes[2]:x2}:{bytes[3]:x2}:{bytes[4]:x2}:{bytes[5]:x2}";
    }
}
