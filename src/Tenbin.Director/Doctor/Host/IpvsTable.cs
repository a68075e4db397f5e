using System.Globalization;
using System.Net;

namespace Tenbin.Director.Doctor.Host;

/// <summary>Services of the kernel's IPVS, from <c>/proc/net/ip_vs</c> (net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_info_seq_show).</summary>
internal static class IpvsTable
{
    /// <summary>None where IPVS is not loaded.</summary>
    public static IReadOnlyList<string> Read()
    {
        try
        {
            return Parse(File.ReadLines("/proc/thread-self/net/ip_vs"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>As <c>10.0.0.1:80/tcp</c>, or <c>mark 7</c>.</summary>
    public static IReadOnlyList<string> Parse(IEnumerable<string> lines)
    {
        var services = new List<string>();
        foreach (var words in lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length >= 2))
        {
            switch (words[0])
            {
                case "TCP" or "UDP" when Address(words[1]) is { } address:
                    services.Add($"{address}/{words[0].ToLowerInvariant()}");
                    break;
                case "FWM" when int.TryParse(words[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mark):
                    services.Add(string.Create(CultureInfo.InvariantCulture, $"mark {mark}"));
                    break;
            }
        }

        return services;
    }

    /// <summary><c>0A000001:0050</c>, or <c>[2001:0db8:…]:0050</c>.</summary>
    private static string? Address(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var host = text[..colon];
        return host.StartsWith('[') && IPAddress.TryParse(host, out var v6) ? new IPEndPoint(v6, port).ToString()
            : uint.TryParse(host, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var v4)
                ? new IPEndPoint(new IPAddress([(byte)(v4 >> 24), (byte)(v4 >> 16), (byte)(v4 >> 8), (byte)v4]), port).ToString()
                : null;
    }
}
