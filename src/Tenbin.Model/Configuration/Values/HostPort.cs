using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tenbin.Model.Configuration.Values;

/// <summary><c>host</c>, <c>host:port</c>, <c>[v6]</c>, <c>[v6]:port</c> or a bare IPv6 address, taken apart.</summary>
internal static class HostPort
{
    public static bool TrySplit(string text, out string host, out ushort? port, [NotNullWhen(false)] out string? problem)
    {
        (host, port, problem) = (text, null, null);
        string? written = null;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < text.Length && text[end + 1] != ':'))
            {
                problem = "has a '[' that does not end in ']' or ']:port'; write e.g. [2001:db8::33]:80, a range as [2001:db8::33-40]:80";
                return false;
            }

            host = text[1..end];
            written = end + 1 < text.Length ? text[(end + 2)..] : null;
        }
        else if (text.Count(c => c == ':') == 1)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            (host, written) = (text[..colon], text[(colon + 1)..]);
        }

        if (written is null)
        {
            return true;
        }

        if (!ushort.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            problem = "has no valid port; it must be a number from 1 to 65535";
            return false;
        }

        port = number;
        return true;
    }
}
