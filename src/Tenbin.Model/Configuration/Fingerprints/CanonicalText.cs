using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Tenbin.Model.Configuration.Fingerprints;

/// <summary>Lines of <c>key=length:value</c>: whatever the values hold, two different meanings never give one text.</summary>
internal sealed class CanonicalText
{
    private readonly StringBuilder text = new();

    /// <summary>Null is told apart from the empty text.</summary>
    public CanonicalText Add(string key, string? value)
    {
        text.Append(key).Append('=');
        if (value is null)
        {
            text.Append('-');
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value}");
        }

        text.Append('\n');
        return this;
    }

    public CanonicalText Add(string key, long? value) => Add(key, value?.ToString(CultureInfo.InvariantCulture));

    public CanonicalText Add(string key, TimeSpan? value) => Add(key, value?.Ticks);

    public CanonicalText Add(string key, bool value) => Add(key, value ? 1L : 0L);

    public CanonicalText Add(string key, IPAddress value) => Add(key, value.ToString());

    /// <summary>How many there are, then each.</summary>
    public CanonicalText Each<T>(string key, IReadOnlyCollection<T> items, Action<CanonicalText, T> add)
    {
        Add(key, items.Count);
        foreach (var item in items)
        {
            add(this, item);
        }

        return this;
    }

    public CanonicalText Each(string key, IReadOnlyCollection<string> items) => Each(key, items, (to, item) => to.Add(key, item));

    /// <summary>A secret enters as its own hash, so that not even this text holds it (invariant 9).</summary>
    public CanonicalText AddSecret(string key, string? secret) =>
        Add(key, secret is null ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret))));

    /// <summary>The first eight bytes of SHA-256.</summary>
    public ulong Hash() => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
}
