using System.Text;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>The first part of an answer's body, read as UTF-8.</summary>
/// <param name="Text">At most <see cref="Limit"/> bytes of it.</param>
/// <param name="Length">Bytes read.</param>
internal readonly record struct HttpBody(string Text, int Length)
{
    /// <summary>No more is read, whatever a server sends.</summary>
    public const int Limit = 256 * 1024;

    public static async ValueTask<HttpBody> ReadAsync(Stream content, CancellationToken deadline)
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        while (length < Limit)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, Limit));
            }
            int read = await content.ReadAsync(buffer.AsMemory(length), deadline).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }
            length += read;
        }
        return new(Encoding.UTF8.GetString(buffer, 0, length), length);
    }

    /// <summary>Why this body is not the one wanted; null when it is.</summary>
    public string? FindFault(HttpCheck check)
    {
        string body = Length < Limit ? $"the body ({Length} bytes)" : $"the first {Limit / 1024} KiB of the body";
        if (check.Expect is { } text && !Text.Contains(text, StringComparison.Ordinal))
        {
            return $"{body} does not contain \"{text}\"";
        }
        return check.ExpectRegex is { } pattern && !pattern.IsMatch(Text) ? $"{body} does not match /{pattern}/" : null;
    }
}
